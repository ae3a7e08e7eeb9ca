import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startRunToKill } from "../../test/run-to-kill.ts";
import { codesOf, loadRecord, temporaryFolder } from "../../test/temporary-run.ts";
import { readHostIdentity } from "../journal/host-identity.ts";
import { JOURNAL_FILE } from "../journal/journal-event.ts";
import { isAlive, ownIdentity } from "../process/process-identity.ts";
import { recoverAnalysis } from "./recover-analysis.ts";

const WAITS = "echo ready; exec sleep 100";

/** A run that was killed, in a process of its own, with what its guard had not ended by then. */
async function killedRun(script = WAITS) {
  const run = await startRunToKill("/bin/sh", ["-c", script]);
  writeFileSync(join(run.analysisPath, "acquired"), "");
  writeFileSync(join(run.analysisPath, "saved.txt"), "saved");
  await run.kill();
  return run;
}

/** An analysis folder whose journal is as given. */
function folderWith(lines: readonly object[]): string {
  const folder = join(temporaryFolder(), "1");
  mkdirSync(folder, { mode: 0o700 });
  const text = lines.map((line) => `${JSON.stringify({ at: AT, ...line })}\n`).join("");
  writeFileSync(join(folder, JOURNAL_FILE), text, { mode: 0o600 });
  return folder;
}

const AT = { wall: "2026-01-01T00:00:00.000Z", monotonicMs: 0 };
const GONE = { pid: 4_194_304, startTicks: "1" };
const TOKEN = "0123456789abcdef0123456789abcdef";

function began(more: object = {}) {
  return {
    event: "run",
    journal: 1,
    core: "0.1.0",
    runner: GONE,
    host: readHostIdentity(),
    token: TOKEN,
    temporaryPath: "/tmp",
    record: { version: 1, task: { id: "1" }, machine: { name: "vm" }, folder: "/elsewhere", started: AT },
    ...more,
  };
}

const auxiliary = (name: string, state: string) => ({
  event: "auxiliary",
  name,
  order: 1,
  required: false,
  state,
});

describe("recoverAnalysis", { timeout: 60_000 }, () => {
  it("finishes the record of a killed run, with what it had saved, and undoes what it had acquired", async () => {
    const { analysisPath } = await killedRun();
    expect(loadRecord(analysisPath).outcome).toBe("running");
    const recovered = await recoverAnalysis(analysisPath);
    expect(recovered).toMatchObject({ state: "recovered", folder: analysisPath });
    const record = loadRecord(analysisPath);
    expect(record).toEqual(recovered.record);
    expect(record).toMatchObject({
      outcome: "interrupted",
      phases: [{ name: "start", ok: true }],
      auxiliaries: [
        {
          name: "runs",
          state: "degraded",
          start: { began: expect.anything(), ended: expect.anything() },
          problems: [{ code: "AUX_RUNNER_KILLED" }],
          artifacts: [
            { path: "saved.txt", kind: "text", bytes: 5 },
            { path: "logs/sh.log", kind: "log" },
          ],
        },
      ],
      problems: [{ code: "AUX_RUNNER_KILLED" }, { code: "AUX_RECOVER_NOT_UNDONE", message: /a rule/ }],
    });
    expect(record.ended?.monotonicMs).toBeGreaterThan(0);
    expect(existsSync(join(analysisPath, "acquired"))).toBe(false);
    expect(recovered.undone).toEqual([`the file ${join(analysisPath, "acquired")}`]);
  });

  it("removes the draft of a record that was being written, and nothing that looks like one", async () => {
    const folder = folderWith([began()]);
    for (const name of ["auxiliaries.json.4194304.tmp", "auxiliaries.json.tmp", "other.1.tmp"])
      writeFileSync(join(folder, name), "{");
    await recoverAnalysis(folder);
    expect(readdirSync(folder).sort()).toEqual([
      "auxiliaries.json",
      "auxiliaries.json.tmp",
      "journal.jsonl",
      "other.1.tmp",
    ]);
  });

  it("does nothing the second time", async () => {
    const { analysisPath } = await killedRun();
    await recoverAnalysis(analysisPath);
    const text = readFileSync(join(analysisPath, "auxiliaries.json"), "utf8");
    writeFileSync(join(analysisPath, "acquired"), "");
    expect(await recoverAnalysis(analysisPath)).toMatchObject({ state: "finished", undone: [] });
    expect(readFileSync(join(analysisPath, "auxiliaries.json"), "utf8")).toBe(text);
    expect(existsSync(join(analysisPath, "acquired"))).toBe(true);
  });

  it("ends what the run has left when its guard was killed as well, children of another session included", async () => {
    const stray = "setsid sh -c 'trap \"\" TERM; echo $$ > stray; while :; do sleep 0.1; done' &";
    const folder = temporaryFolder();
    const run = await startRunToKill("/bin/sh", [
      "-c",
      `cd ${folder}; ${stray} while [ ! -s stray ]; do sleep 0.01; done; ${WAITS}`,
    ]);
    const strayPid = Number(readFileSync(join(folder, "stray"), "utf8"));
    await killWithGuards(run.pid, () => run.kill());
    expect([runs(run.pid), runs(strayPid)]).toEqual([true, true]);
    const { ended, problems } = await recoverAnalysis(run.analysisPath);
    expect([runs(run.pid), runs(strayPid)]).toEqual([false, false]);
    expect(ended).toEqual(
      expect.arrayContaining([expect.stringContaining(`(process ${run.pid})`), `sh (process ${strayPid})`]),
    );
    expect(codesOf({ problems })).toEqual(["AUX_RECOVER_NOT_UNDONE"]);
  });

  it("ends no process that merely has the number of one of the run", async () => {
    const other = await startRunToKill("/bin/sh", ["-c", WAITS]);
    const folder = folderWith([
      began(),
      { event: "tool", name: "sleep", pid: other.pid, startTicks: "1" },
      { event: "tool", name: "node", ...ownIdentity(), startTicks: "2" },
    ]);
    expect((await recoverAnalysis(folder)).ended).toEqual([]);
    expect(runs(other.pid)).toBe(true);
  });

  it("ends nothing at all after the host was booted anew", async () => {
    const other = await startRunToKill("/bin/sh", ["-c", WAITS]);
    const journal = readFileSync(join(other.analysisPath, JOURNAL_FILE), "utf8");
    const tool = journal.split("\n").find((line) => line.includes('"tool"')) ?? "";
    const host = { ...readHostIdentity(), bootId: "another" };
    const folder = folderWith([began({ host, runner: ownIdentity() }), JSON.parse(tool)]);
    expect(await recoverAnalysis(folder)).toMatchObject({ state: "recovered", ended: [] });
    expect(runs(other.pid)).toBe(true);
  });

  it("refuses a run that goes on, with its process", async () => {
    const { analysisPath, child } = await startRunToKill("/bin/sh", ["-c", WAITS]);
    await expect(recoverAnalysis(analysisPath)).rejects.toMatchObject({
      code: "AUX_RECOVER_ALIVE",
      message: `the run in ${analysisPath} goes on: process ${child.pid}`,
    });
  });

  it("refuses a run of another container", async () => {
    const host = { ...readHostIdentity(), pidNamespace: "pid:[1]" };
    await expect(recoverAnalysis(folderWith([began({ host })]))).rejects.toMatchObject({
      code: "AUX_RECOVER_ELSEWHERE",
    });
  });

  it("refuses a folder that somebody else is recovering", async () => {
    const folder = folderWith([began()]);
    writeFileSync(join(folder, "recover.lock"), JSON.stringify({ ...ownIdentity(), purpose: "recover" }));
    await expect(recoverAnalysis(folder)).rejects.toMatchObject({ code: "AUX_RECOVER_ALIVE" });
    writeFileSync(join(folder, "recover.lock"), JSON.stringify({ ...GONE, purpose: "recover" }));
    expect(await recoverAnalysis(folder)).toMatchObject({ state: "recovered" });
  });

  it.each([
    ["no folder", "/no/such/folder", "AUX_RECOVER_NOTHING"],
    ["a folder without a run", "/usr/share", "AUX_RECOVER_NOTHING"],
  ])("refuses %s", async (_, path, code) => {
    await expect(recoverAnalysis(path)).rejects.toMatchObject({ code });
  });

  it.each(["folder", "journal", "record"])("refuses a %s that others may write to", async (what) => {
    const folder = folderWith([began()]);
    writeFileSync(join(folder, "auxiliaries.json"), '{"version":1,"outcome":"running"}');
    const files = { folder, journal: join(folder, JOURNAL_FILE), record: join(folder, "auxiliaries.json") };
    chmodSync(files[what as keyof typeof files], 0o777);
    await expect(recoverAnalysis(folder)).rejects.toMatchObject({
      code: "AUX_FOLDER_FOREIGN",
      message: expect.stringContaining("others may write"),
    });
  });

  it.runIf(process.getuid?.() === 0)("refuses a folder and a journal of another user", async () => {
    const folder = folderWith([began()]);
    chownSync(join(folder, JOURNAL_FILE), 65_534, 65_534);
    const refused = { code: "AUX_FOLDER_FOREIGN", message: expect.stringContaining("the user 65534") };
    await expect(recoverAnalysis(folder)).rejects.toMatchObject(refused);
    chownSync(folder, 65_534, 65_534);
    await expect(recoverAnalysis(folder)).rejects.toMatchObject(refused);
  });

  it("refuses journal and record of newer versions", async () => {
    const later = folderWith([{ event: "run", journal: 2, unknown: "shape" }]);
    await expect(recoverAnalysis(later)).rejects.toMatchObject({ code: "AUX_JOURNAL_VERSION" });
    const folder = folderWith([began()]);
    writeFileSync(join(folder, "auxiliaries.json"), '{"version":2}');
    await expect(recoverAnalysis(folder)).rejects.toMatchObject({ code: "AUX_RECORD_VERSION" });
  });

  it.each([
    ["cut in its first line", (text: string) => text.slice(0, 30)],
    ["of garbage", () => "\0\0\0\0"],
    ["that begins with another event", () => '{"event":"end","outcome":"completed"}\n'],
    ["whose runner is no process", (text: string) => text.replace('"pid":4194304', '"pid":-1')],
  ])("refuses a journal %s", async (_, spoil) => {
    const folder = folderWith([began()]);
    const path = join(folder, JOURNAL_FILE);
    writeFileSync(path, spoil(readFileSync(path, "utf8")));
    await expect(recoverAnalysis(folder)).rejects.toMatchObject({ code: "AUX_JOURNAL_UNREADABLE" });
  });

  it("rebuilds a record that is missing or cut, from a journal with a cut end and garbage in it", async () => {
    const { analysisPath } = await killedRun();
    const journal = join(analysisPath, JOURNAL_FILE);
    appendFileSync(journal, '\0\0\n[]\nnull\n{"event":"tool","pid":0}\n{"event":"sta');
    rmSync(join(analysisPath, "auxiliaries.json"));
    await recoverAnalysis(analysisPath);
    expect(loadRecord(analysisPath)).toMatchObject({
      outcome: "interrupted",
      auxiliaries: [{ name: "runs" }],
    });
    truncateSync(join(analysisPath, "auxiliaries.json"), 20);
    expect(await recoverAnalysis(analysisPath)).toMatchObject({ state: "recovered" });
    expect(loadRecord(analysisPath)).toMatchObject({
      outcome: "interrupted",
      auxiliaries: [{ name: "runs" }],
    });
  });

  it("keeps a record that was finished before the runner was killed", async () => {
    const folder = folderWith([began(), auxiliary("sniffer", "stopped")]);
    const text = '{"version":1,"outcome":"completed"}';
    writeFileSync(join(folder, "auxiliaries.json"), text);
    expect(await recoverAnalysis(folder)).toMatchObject({ record: { outcome: "completed" } });
    expect(readFileSync(join(folder, "auxiliaries.json"), "utf8")).toBe(text);
    expect(await recoverAnalysis(folder)).toMatchObject({ state: "finished" });
  });

  it("says of each auxiliary how far it had come", async () => {
    const states = ["pending", "starting", "running", "stopping", "stopped", "crashed", "skipped"];
    const folder = folderWith([
      began(),
      ...states.map((state) => auxiliary(state, "pending")),
      ...states.slice(1).map((state) => ({ event: "state", auxiliary: state, state })),
      { event: "phase", phase: { name: "start", started: AT } },
    ]);
    const { record } = await recoverAnalysis(folder);
    expect(record?.auxiliaries.map(({ name, state }) => [name, state])).toEqual([
      ["pending", "skipped"],
      ["starting", "failed"],
      ["running", "degraded"],
      ["stopping", "degraded"],
      ["stopped", "stopped"],
      ["crashed", "crashed"],
      ["skipped", "skipped"],
    ]);
    expect(record?.phases).toMatchObject([{ name: "start", ok: false, ended: expect.anything() }]);
    expect(record?.problems[0]?.message).toContain("was killed in the phase start");
  });
});

function runs(pid: number): boolean {
  return isAlive({ pid, startTicks: "" }) && !readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z ");
}

/** Kills the watchers of a tool's group, and the runner at the same moment. */
async function killWithGuards(group: number, kill: () => Promise<void>): Promise<void> {
  const { listProcesses } = await import("../process/list-processes.ts");
  const watchers = listProcesses().filter(({ pid, groupId }) => groupId === group && isWatcher(pid));
  expect(watchers.length).toBeGreaterThan(0);
  for (const { pid } of watchers) process.kill(pid, "SIGKILL");
  await kill();
}

function isWatcher(pid: number): boolean {
  const [shell, option, , name] = readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0");
  return shell === "/bin/sh" && option === "-c" && name === "guard";
}
