import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ControlledTestRun, deepFolder, temporaryFolder } from "../../test/controlled-run.ts";
import { StagedMachinery } from "../../test/staged-machinery.ts";
import { analysisStatus } from "./analysis-status.ts";
import { notifyAnalysis } from "./notify-analysis.ts";
import { CONTROL_SOCKET } from "./protocol.ts";
import { stopAnalysis } from "./stop-analysis.ts";

const begin = (analysisPath = join(temporaryFolder(), "1"), more = {}) =>
  new ControlledTestRun(analysisPath, more).underWay();

describe("a run whose machine is driven elsewhere", () => {
  it("tells how it stands, by a socket that is its owner's alone", async () => {
    const { analysisPath } = await begin();
    expect(await analysisStatus(analysisPath)).toMatchObject({
      state: "running",
      pid: process.pid,
      record: { outcome: "running", auxiliaries: [{ name: "witness", state: "running" }] },
    });
    expect(statSync(join(analysisPath, CONTROL_SOCKET)).mode & 0o777).toBe(0o600);
    await stopAnalysis(analysisPath);
  });

  it("is completed when it is stopped; everybody who stops it gets its record, later ones too", async () => {
    const { analysisPath, record, calls } = await begin();
    const stops = await Promise.all(Array.from({ length: 20 }, () => stopAnalysis(analysisPath)));
    expect(stops).toEqual(Array.from({ length: 20 }, () => JSON.parse(JSON.stringify(stops[0]))));
    expect(await record).toMatchObject({ outcome: "completed", auxiliaries: [{ state: "stopped" }] });
    expect(await stopAnalysis(analysisPath)).toEqual(stops[0]);
    expect(await analysisStatus(analysisPath)).toEqual({ state: "over", record: stops[0], files: [] });
    expect(calls).toEqual(["stop"]);
    expect(readdirSync(analysisPath)).toEqual(["auxiliaries.json", "journal.jsonl"]);
  });

  it("is asked in a folder whose path is longer than a socket's may be", async () => {
    const { analysisPath } = await begin(deepFolder());
    expect((await stopAnalysis(analysisPath)).outcome).toBe("completed");
  });

  it("hears what becomes of the machine, each hook once, and not by itself", async () => {
    const { analysisPath, calls } = await begin();
    await Promise.all([1, 2].map(() => notifyAnalysis(analysisPath, "machineStarted")));
    await notifyAnalysis(analysisPath, "machineStopping");
    const record = await stopAnalysis(analysisPath);
    expect(calls).toEqual(["machineStarted", "machineStopping", "stop"]);
    expect(record.phases.map(({ name }) => name)).toEqual([
      "start",
      "analysis",
      "machineStarted",
      "machineStopping",
      "stop",
    ]);
    await expect(notifyAnalysis(analysisPath, "machineStarted")).rejects.toMatchObject({
      code: "AUX_CONTROL_REFUSED",
      message: expect.stringContaining("too late"),
    });
  });

  it("ends by itself at its timeout, or by its caller's signal, and takes the socket away", async () => {
    const timed = new ControlledTestRun(join(temporaryFolder(), "1"), { timeoutMs: 50 });
    expect((await timed.record).outcome).toBe("timeout");
    const controller = new AbortController();
    const signalled = await begin(undefined, { signal: controller.signal });
    controller.abort();
    expect((await signalled.record).outcome).toBe("interrupted");
    for (const { analysisPath } of [timed, signalled])
      expect(existsSync(join(analysisPath, CONTROL_SOCKET))).toBe(false);
  });
});

it("the status names what was written so far, not through links, nor deeper than one level", async () => {
  const { analysisPath } = await begin();
  mkdirSync(join(analysisPath, "shots/deep"), { recursive: true });
  writeFileSync(join(analysisPath, "shots/0001.png"), "png");
  writeFileSync(join(analysisPath, "shots/deep/0002.png"), "png");
  writeFileSync(join(analysisPath, "dump.pcap"), "packets");
  symlinkSync("/etc/passwd", join(analysisPath, "link"));
  symlinkSync("/etc", join(analysisPath, "folder"));
  expect((await analysisStatus(analysisPath)).files).toEqual([
    { path: "dump.pcap", bytes: 7 },
    { path: "shots/0001.png", bytes: 3 },
  ]);
  await stopAnalysis(analysisPath);
});

describe("a run that drives its machine itself", () => {
  it("is interrupted when it is stopped before its time", async () => {
    const run = await begin(undefined, { machinery: new StagedMachinery([]), timeoutMs: 60_000 });
    expect((await stopAnalysis(run.analysisPath)).outcome).toBe("interrupted");
    expect(run.notes).toEqual(["asked to stop: ending the analysis in order"]);
  });

  it("is completed when a stop is all that could end it", async () => {
    const run = await begin(undefined, { machinery: new StagedMachinery([]) });
    expect((await stopAnalysis(run.analysisPath)).outcome).toBe("completed");
    expect(run.calls).toEqual(["machineStarted", "machineStopping", "stop"]);
  });

  it("is ended at once when that is asked for", async () => {
    const machinery = new StagedMachinery([], {
      stop: (signal) => new Promise<void>((done) => signal.addEventListener("abort", () => done())),
    });
    const run = await begin(undefined, { machinery: Object.assign(machinery, { deadlines: {} }) });
    const orderly = stopAnalysis(run.analysisPath);
    await expect.poll(() => run.notes).toHaveLength(1);
    await stopAnalysis(run.analysisPath, { isNow: true });
    await orderly;
    expect(run.notes.at(-1)).toBe("asked to stop now: ending everything at once");
  });

  it("is told nothing of it", async () => {
    const { analysisPath } = await begin(undefined, { machinery: new StagedMachinery([]) });
    await expect(notifyAnalysis(analysisPath, "machineStarted")).rejects.toMatchObject({
      code: "AUX_CONTROL_REFUSED",
    });
    await stopAnalysis(analysisPath);
  });
});

describe("a run whose socket cannot be made", () => {
  const blocked = () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, CONTROL_SOCKET));
    return folder;
  };

  it("goes on without it, and says so", async () => {
    const run = new ControlledTestRun(blocked(), { timeoutMs: 1 });
    expect((await run.record).outcome).toBe("timeout");
    expect(run.notes[0]).toMatch(
      /without `auxiliary stop` and `status`: the control socket .* cannot be made/,
    );
  });

  it("is not begun where it is required, with nothing left", async () => {
    const folder = blocked();
    const run = new ControlledTestRun(folder, { control: { isRequired: true } });
    await expect(run.record).rejects.toMatchObject({ code: "AUX_CONTROL_FAILED" });
    expect(readdirSync(folder)).toEqual([CONTROL_SOCKET]);
  });
});
