import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuxiliaryRecord, AuxiliaryRunner } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";
import { MachineMemory } from "../src/index.ts";
import { FakeMonitor, type MonitorOrder } from "./fake-monitor.ts";

const MEMORY_BYTES = 16 * 1024 * 1024;

/** One run on a machine that is there already, up to the record. */
async function runThrough(
  folder: string,
  qmp: string,
  options: Record<string, unknown> = {},
  between: (runner: AuxiliaryRunner) => Promise<void> = (runner) => runner.machineStopping(),
): Promise<AuxiliaryRecord> {
  await using runner = new AuxiliaryRunner({
    auxiliaries: [{ Class: MachineMemory, name: "memory", options, required: true }],
    analysisPath: join(folder, "analysis"),
    task: { id: "1" },
    machine: { name: "vm", qmp },
  });
  await runner.start();
  await between(runner);
  const [record] = (await runner.stop()).auxiliaries;
  if (record === undefined) throw new Error("the record holds no memory");
  return record;
}

const codesOf = ({ problems }: AuxiliaryRecord) => problems.map(({ code }) => code);

describe("the memory of a machine", () => {
  let machine: FirmwareMachine;
  beforeEach(async () => {
    machine = await FirmwareMachine.prepare();
  });
  afterEach(async () => machine[Symbol.asyncDispose]());

  const run = (
    options?: Record<string, unknown>,
    between?: (runner: AuxiliaryRunner) => Promise<void>,
  ): Promise<AuxiliaryRecord> => runThrough(machine.folder, machine.switchboard.path, options, between);
  const inFolder = (name: string) => join(machine.folder, "analysis", name);

  it("is dumped while the machine is alive, whole, by a module that was there before it", async () => {
    const record = await run({}, async (runner) => {
      const client = await machine.run();
      await runner.machineStopping();
      expect(await client.execute("query-status")).toMatchObject({ running: true });
      await machine.powerOff();
    });
    expect(record).toMatchObject({ state: "stopped", problems: [], figures: { memoryBytes: MEMORY_BYTES } });
    const [artifact] = record.artifacts;
    expect(artifact).toMatchObject({ path: "memory.elf", kind: "elf" });
    expect(artifact?.bytes).toBeGreaterThan(MEMORY_BYTES);
    expect(readFileSync(inFolder("memory.elf")).includes("SeaBIOS")).toBe(true);
  });

  it("is compressed on request", async () => {
    const record = await run({ compress: true }, async (runner) => {
      await machine.run();
      await runner.machineStopping();
    });
    expect(record).toMatchObject({ state: "stopped", problems: [] });
    const [artifact] = record.artifacts;
    expect(artifact).toMatchObject({ path: "memory.kdump", kind: "kdump" });
    expect(artifact?.bytes).toBeLessThan(MEMORY_BYTES);
  });

  it("is gone when the guest has powered itself off, and the record says so", async () => {
    const record = await run({}, async () => {
      await machine.run();
      await machine.powerOff();
    });
    expect(codesOf(record)).toEqual(["AUX_MEMORY_NOT_DUMPED"]);
  });

  it("is not dumped where QEMU cannot write, and nothing is left", async () => {
    const record = await run({}, async (runner) => {
      await machine.run();
      mkdirSync(inFolder("memory.elf"));
      await runner.machineStopping();
    });
    expect(codesOf(record)).toEqual(["AUX_MEMORY_DUMP_FAILED"]);
    expect(record.problems[0]?.message).toContain("Is a directory");
    expect(record.artifacts).toEqual([]);
  });
});

describe("a monitor that does not do its work", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "monitor-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function run(
    onDump: (path: string) => readonly object[] | "hang up",
    options?: Record<string, unknown>,
  ): Promise<AuxiliaryRecord> {
    const answer = (order: MonitorOrder) =>
      order.execute === "dump-guest-memory" ? onDump(String(order.arguments?.protocol).slice(5)) : [];
    await using _monitor = await FakeMonitor.open(join(folder, "qmp"), answer);
    return await runThrough(folder, join(folder, "qmp"), options);
  }

  const completed = (more: object = {}) => ({ event: "DUMP_COMPLETED", data: { result: {}, ...more } });

  it("is given no more than its time, and what it wrote is removed", async () => {
    const record = await run(
      (path) => {
        writeFileSync(path, "half");
        return [];
      },
      { timeout: 1 },
    );
    expect(codesOf(record)).toEqual(["AUX_MEMORY_DUMP_LATE"]);
    expect(existsSync(join(folder, "analysis/memory.elf"))).toBe(false);
  });

  it("is quoted when it fails half-way", async () => {
    const record = await run(() => [completed({ error: "dump: no space left" })]);
    expect(record.problems).toMatchObject([
      { code: "AUX_MEMORY_DUMP_FAILED", message: "QEMU could not write the dump: dump: no space left" },
    ]);
  });

  it("is noticed when it goes meanwhile", async () => {
    expect(codesOf(await run(() => "hang up"))).toEqual(["AUX_MEMORY_NOT_DUMPED"]);
  });

  it("is not believed: a file that is no dump is found out", async () => {
    const record = await run((path) => {
      writeFileSync(path, "no dump");
      return [completed()];
    });
    expect(codesOf(record)).toEqual(["AUX_MEMORY_FILE_INVALID"]);
    expect(record.state).toBe("degraded");
  });
});

it("a machine without monitor is skipped with the reason", async () => {
  const folder = mkdtempSync(join(tmpdir(), "memory-"));
  try {
    await using runner = new AuxiliaryRunner({
      auxiliaries: [{ Class: MachineMemory, name: "memory", required: true }],
      analysisPath: join(folder, "1"),
      task: { id: "1" },
      machine: { name: "vm" },
    });
    await runner.start();
    await runner.machineStopping();
    const [record] = (await runner.stop()).auxiliaries;
    expect(record).toMatchObject({ state: "skipped", problems: [] });
    expect(record?.reason).toContain("monitor");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
