import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGuest, type Guest } from "../guest/build-guest.ts";
import { compareCapture } from "../guest/compare/compare-capture.ts";
import { findOrderFaults, listSteps } from "../guest/compare/record-steps.ts";
import { Lab } from "../guest/lab/lab.ts";
import { type GuestAnalysis, GuestProject } from "./guest-project.ts";
import { findNamespace, hashFile, listFiles, listProcesses } from "./left-behind.ts";

const RUNS = 20;
const SNAPSHOT = "ready";
const GONE_MS = 1_000;
const FILES = ["auxiliaries.json", "console.log", "dump.pcap", "journal.jsonl", "logs", "qmp-events.jsonl"];

describe("analyses that follow each other, and two at once", () => {
  let guest: Guest;
  let lab: Lab;
  let project: GuestProject;
  let before: ReturnType<typeof look>;
  beforeAll(async () => {
    guest = await buildGuest();
    lab = await Lab.open({ busyboxPath: guest.busyboxPath, guests: 2 });
    // Before the snapshots are made: the watcher of what made them ends a moment after it.
    const processes = listProcesses(findNamespace(lab.pid));
    const machines = [0, 1].map((index) => ({ name: `machine${index}`, index, keys: { agent: "on" } }));
    project = new GuestProject(guest, lab, machines);
    const keys = { agent: "on", snapshots: join(project.path, "snapshots") };
    for (const machine of machines) {
      await project.makeSnapshot({ ...machine, keys }, `${SNAPSHOT}${machine.index}`);
    }
    project.configure(
      machines.map((machine) => ({ ...machine, keys: { ...keys, snapshot: `${SNAPSHOT}${machine.index}` } })),
    );
    before = { ...look(), processes };
  }, 120_000);
  afterAll(async () => {
    project[Symbol.dispose]();
    await lab[Symbol.asyncDispose]();
  });

  /** What an analysis must leave as it was: processes in the lab, sockets, throw-away layers, locks, base files. */
  function look() {
    const files = [guest.kernelPath, guest.initrdPath, ...snapshotFiles()];
    return {
      processes: listProcesses(findNamespace(lab.pid)),
      temporary: listFiles(project.temporaryPath),
      hashes: files.map(hashFile),
    };
  }

  /** The kernel takes a moment to end what was killed: the last one is the watcher of the command itself. */
  async function expectNothingLeft(): Promise<void> {
    const { processes, ...rest } = before;
    await expect
      .poll(() => listProcesses(findNamespace(lab.pid)), { timeout: GONE_MS, interval: 5 })
      .toEqual(processes);
    expect(look()).toMatchObject(rest);
  }

  /** A run whose requests carry the run's own name, in the guest as it was in its snapshot. */
  function run(index: number, id: string): Promise<GuestAnalysis> {
    const look = "sh cat /run/name 2>/dev/null";
    const ask = [look, "date now", `name ${id}`, "dns asked", "http asked"];
    return project.run({ machine: `machine${index}`, id, ask });
  }

  /** Whole, in order, and nobody else's. */
  async function expectOwn(analysis: GuestAnalysis, index: number, id: string): Promise<void> {
    const { packets, log, record, output } = analysis;
    expect(analysis.code, output).toBe(0);
    expect(record).toMatchObject({ outcome: "completed", problems: [] });
    expect(record.auxiliaries.flatMap(({ problems }) => problems)).toEqual([]);
    expect(findOrderFaults(listSteps(record))).toEqual([]);
    expect(output, "the guest had been named before").toMatch(/sh cat .* -> ok\s*\n/);
    const mac = lab.guests[index]?.mac ?? "";
    const entries = lab.entries.filter(({ what }) => what.includes(id));
    const { isolation } = lab;
    const comparisons = compareCapture({ packets, mac, log, entries, isolation });
    const [sent, answered] = comparisons;
    expect([sent?.missing, answered?.missing]).toEqual([[], []]);
    expect([sent?.told, answered?.told]).toEqual([4, 4]);
    const others = packets.filter(({ text }) => /^(\/n\d|n\d)/.test(text) && !text.includes(id));
    expect(others.map(({ text }) => text)).toEqual([]);
    expect(readdirSync(analysis.path).sort()).toEqual(FILES);
  }

  it(`holds ${RUNS} in a row on one machine apart, and leaves nothing of any`, async () => {
    const framesAtFirst = (await lab.countFrames(0))?.fromGuest ?? 0;
    let captured = 0;
    for (let number = 1; number <= RUNS; number += 1) {
      const id = `row-${number}-end`;
      const analysis = await run(0, id);
      await expectOwn(analysis, 0, id);
      captured += analysis.packets.filter(({ from }) => from === lab.guests[0]?.mac).length;
      await expectNothingLeft();
    }
    expect(captured).toBe(((await lab.countFrames(0))?.fromGuest ?? 0) - framesAtFirst);
  }, 180_000);

  it("holds two machines at once apart", async () => {
    const ids = ["left-1-end", "right-1-end"] as const;
    const [left, right] = await Promise.all([run(0, ids[0]), run(1, ids[1])]);
    await expectOwn(left, 0, ids[0]);
    await expectOwn(right, 1, ids[1]);
    const senders = (analysis: GuestAnalysis) => new Set(analysis.packets.map(({ from }) => from));
    expect(senders(left).has(lab.guests[1]?.mac ?? "")).toBe(false);
    expect(senders(right).has(lab.guests[0]?.mac ?? "")).toBe(false);
    await expectNothingLeft();
  });

  function snapshotFiles(): string[] {
    const path = join(project.path, "snapshots");
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  }
});
