import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { JOURNAL_FILE, RECORD_FILE } from "@aux/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { ControlledTestRun, temporaryFolder } from "../../test/controlled-run.ts";
import { analysisStatus } from "./analysis-status.ts";
import { notifyAnalysis } from "./notify-analysis.ts";
import { CONTROL_SOCKET } from "./protocol.ts";
import { stopAnalysis } from "./stop-analysis.ts";

const RECORD = {
  version: 1,
  task: { id: "1" },
  machine: { name: "lab" },
  folder: "/elsewhere",
  outcome: "running",
  started: { wall: "2026-01-01T00:00:00.000Z", monotonicMs: 0 },
  phases: [],
  auxiliaries: [],
  problems: [],
};

function folderWith(record: unknown): string {
  const folder = temporaryFolder();
  if (record !== undefined)
    writeFileSync(join(folder, RECORD_FILE), typeof record === "string" ? record : JSON.stringify(record));
  return folder;
}

/** Leaves the socket of a process that was killed. */
function leaveSocket(folder: string): void {
  const script = `require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", script, join(folder, CONTROL_SOCKET)]);
}

/** A run that nobody can ask, which goes on until the test is over. */
async function runWithoutSocket(): Promise<ControlledTestRun> {
  const end = new AbortController();
  const more = { control: undefined, signal: end.signal };
  const run = await new ControlledTestRun(join(temporaryFolder(), "1"), more).underWay();
  onTestFinished(async () => {
    end.abort();
    await run.record;
  });
  return run;
}

/** Something else than a run listens. */
async function listen(folder: string, answer: string | undefined): Promise<void> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (answer !== undefined) socket.end(answer);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((done) => server.listen(join(folder, CONTROL_SOCKET), done));
}

describe("asking for an analysis that", () => {
  it("is not there, says so", async () => {
    const code = "AUX_ANALYSIS_MISSING";
    await expect(analysisStatus(join(temporaryFolder(), "nonesuch"))).rejects.toMatchObject({ code });
    await expect(stopAnalysis(folderWith(undefined))).rejects.toMatchObject({ code });
    await expect(stopAnalysis(join(folderWith(RECORD), RECORD_FILE))).rejects.toMatchObject({ code });
  });

  it("has a record that a newer version has written, or that cannot be read, says so", async () => {
    const newer = { code: "AUX_RECORD_VERSION" };
    await expect(analysisStatus(folderWith({ ...RECORD, version: 2 }))).rejects.toMatchObject(newer);
    const missing = { code: "AUX_ANALYSIS_MISSING" };
    for (const text of [JSON.stringify(RECORD).slice(0, 50), "[]"])
      await expect(analysisStatus(folderWith(text))).rejects.toMatchObject(missing);
  });

  it("was kept by a process that was killed, says so, and how to go on", async () => {
    const folder = folderWith(RECORD);
    leaveSocket(folder);
    expect(await analysisStatus(folder)).toEqual({
      state: "gone",
      record: RECORD,
      files: [],
    });
    const gone = {
      code: "AUX_ANALYSIS_GONE",
      remedy: expect.stringContaining(`auxiliary recover ${folder}`),
    };
    await expect(stopAnalysis(folder)).rejects.toMatchObject(gone);
    await expect(notifyAnalysis(folder, "machineStarted")).rejects.toMatchObject(gone);
  });

  it("has no socket although it is not over, says so after a moment, and who keeps it where that is known", async () => {
    const unreachable = { code: "AUX_CONTROL_UNREACHABLE" };
    await expect(stopAnalysis(folderWith(RECORD))).rejects.toMatchObject(unreachable);
    const { analysisPath } = await runWithoutSocket();
    await expect(stopAnalysis(analysisPath)).rejects.toMatchObject({
      ...unreachable,
      message: expect.stringContaining(`process ${process.pid} keeps it`),
      remedy: `\`kill ${process.pid}\` ends it in order.`,
    });
  });

  it("was killed before it had a socket or a record, is known by its journal", async () => {
    const { analysisPath } = await runWithoutSocket();
    const folder = temporaryFolder();
    const journal = readFileSync(join(analysisPath, JOURNAL_FILE), "utf8");
    writeFileSync(join(folder, JOURNAL_FILE), journal.replace(/"startTicks":"\d+"/, '"startTicks":"1"'));
    expect(await analysisStatus(folder)).toMatchObject({
      state: "gone",
      record: { outcome: "running", machine: { name: "lab" }, auxiliaries: [] },
    });
  });

  it("does not answer, says so at its deadline, or ends by its caller's signal", async () => {
    const folder = folderWith(RECORD);
    await listen(folder, undefined);
    await expect(analysisStatus(folder, { timeoutMs: 100 })).rejects.toMatchObject({
      code: "AUX_CONTROL_TIMEOUT",
      message: expect.stringContaining("within 0.1 s"),
    });
    const reason = new Error("enough");
    await expect(stopAnalysis(folder, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it.each([
    ["no JSON", "hello\n"],
    ["of another version", '{"auxiliary":2,"ok":true}\n'],
    ["without a record", '{"auxiliary":1,"ok":true,"record":{"version":1}}\n'],
    ["a refusal without a reason", '{"auxiliary":1,"ok":false,"problem":{}}\n'],
  ])("answers with what is %s, says so", async (_, answer) => {
    const folder = folderWith(RECORD);
    await listen(folder, answer);
    await expect(analysisStatus(folder)).rejects.toMatchObject({ code: "AUX_CONTROL_INVALID" });
  });
});

it("a socket that a killed run has left is replaced by the next run's", async () => {
  const folder = join(temporaryFolder(), "1");
  mkdirSync(folder);
  leaveSocket(folder);
  await new ControlledTestRun(folder).underWay();
  expect((await stopAnalysis(folder)).outcome).toBe("completed");
});
