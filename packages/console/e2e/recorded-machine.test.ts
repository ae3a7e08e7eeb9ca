import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type AuxiliaryRecord, AuxiliaryRunner, type Machine } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";
import { type LoggedEvent, MachineConsole } from "../src/index.ts";
import { buildConsoleArguments, consolePathOf } from "./firmware-console.ts";

describe("a machine's console and its events", () => {
  let machine: FirmwareMachine;
  beforeEach(async () => {
    machine = await FirmwareMachine.prepare();
  });
  afterEach(async () => machine[Symbol.asyncDispose]());

  function buildRunner(
    options: Record<string, unknown> = {},
    changed: Partial<Machine> = {},
  ): AuxiliaryRunner {
    return new AuxiliaryRunner({
      auxiliaries: [{ Class: MachineConsole, name: "console", options, required: true }],
      analysisPath: join(machine.folder, "analysis"),
      task: { id: "1" },
      machine: { name: "vm", console: consolePathOf(machine), qmp: machine.switchboard.path, ...changed },
    });
  }

  const read = (name: string) => readFileSync(join(machine.folder, "analysis", name), "utf8");
  const readEvents = () =>
    read("qmp-events.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as LoggedEvent);
  const untilBooted = () =>
    expect.poll(() => read("console.log"), { timeout: 10_000 }).toMatch(/No bootable device|Booting from/);

  it("are recorded from its first word to its end, listened to before it exists", async () => {
    await using runner = buildRunner();
    await runner.start();
    await machine.run(...buildConsoleArguments(machine));
    await untilBooted();
    await machine.powerOff();
    const record = consoleOf(await runner.stop());
    expect(read("console.log")).toMatch(/^SeaBIOS \(version /);
    expect(record).toMatchObject({ state: "stopped", problems: [] });
    expect(record.figures).toMatchObject({ shutdownReason: "host-qmp-quit", resumes: 1, panics: 0 });
    expect(record.figures.consoleBytes).toBe(Buffer.byteLength(read("console.log")));
    const events = readEvents();
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(["RESUME", "SHUTDOWN"]));
    const times = events.map(({ monotonicMs }) => monotonicMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const { wall } of events) expect(Math.abs(Date.parse(wall) - Date.now())).toBeLessThan(60_000);
  });

  it("hold a panic, a disk that fails and a watchdog, each a problem with its code, said once", async () => {
    const disk =
      "driver=blkdebug,image.driver=null-co,image.size=1M,inject-error.0.event=none,inject-error.0.iotype=read";
    await using runner = buildRunner();
    await runner.start();
    const client = await machine.run(
      ...buildConsoleArguments(machine),
      "-drive",
      `${disk},if=ide,id=broken,rerror=report`,
      "-device",
      "pvpanic",
      "-device",
      "ib700",
      "-action",
      "panic=none,watchdog=none",
    );
    await untilBooted();
    for (const line of ["o /b 0x505 1", "o /b 0x505 1", "o /b 0x443 0xf"])
      await client.execute("human-monitor-command", { "command-line": line });
    await expect.poll(() => read("qmp-events.jsonl"), { timeout: 5_000 }).toContain("WATCHDOG");
    await machine.powerOff();
    const record = consoleOf(await runner.stop());
    expect(codesOf(record).toSorted()).toEqual([
      "AUX_CONSOLE_DISK_ERROR",
      "AUX_CONSOLE_GUEST_PANICKED",
      "AUX_CONSOLE_WATCHDOG",
    ]);
    expect(record).toMatchObject({ state: "degraded", figures: { panics: 2, watchdogs: 1 } });
    expect(Number(record.figures.diskErrors)).toBeGreaterThan(0);
  });

  it("are bounded: what does not fit is counted", async () => {
    await using runner = buildRunner({ logLimit: 1 });
    await runner.start();
    const client = await machine.run(...buildConsoleArguments(machine));
    await expect.poll(() => read("console.log").length, { timeout: 10_000 }).toBe(1024);
    for (let reset = 0; reset < 3; reset += 1) {
      const done = client.untilEvent("RESET");
      await client.execute("system_reset");
      await done;
    }
    await machine.powerOff();
    const record = consoleOf(await runner.stop());
    expect(codesOf(record)).toEqual(["AUX_CONSOLE_TRUNCATED"]);
    expect(record.figures).toMatchObject({ consoleBytes: 1024 });
    expect(Number(record.figures.resets)).toBeGreaterThanOrEqual(3);
  });

  it("are bounded when a monitor tells without end", async () => {
    const path = join(machine.folder, "flood");
    const server = createServer((socket) => {
      socket.on("error", () => {}).write('{"QMP": {"version": {}, "capabilities": []}}\n');
      socket.once("data", (order: Buffer) => {
        const { id } = JSON.parse(order.toString());
        socket.write(`${JSON.stringify({ return: {}, id })}\n`);
        const event = { event: "FLOOD", data: { text: "x".repeat(1_000_000) }, timestamp: { seconds: -1 } };
        for (let count = 0; count < 10; count += 1) socket.write(`${JSON.stringify(event)}\n`);
        socket.end();
      });
    });
    server.listen(path);
    await using runner = new AuxiliaryRunner({
      auxiliaries: [{ Class: MachineConsole, name: "console" }],
      analysisPath: join(machine.folder, "analysis"),
      task: { id: "1" },
      machine: { name: "vm", qmp: path },
    });
    await runner.start();
    const record = consoleOf(await runner.stop());
    await new Promise((closed) => server.close(closed));
    expect(codesOf(record)).toEqual(["AUX_CONSOLE_EVENTS_TRUNCATED"]);
    expect(record.figures.events).toBe(10);
    expect(readEvents()).toHaveLength(8);
  });

  it("are found out to be missing when nobody ever served the console", async () => {
    await using runner = buildRunner();
    await runner.start();
    const record = consoleOf(await runner.stop());
    expect(codesOf(record)).toEqual(["AUX_CONSOLE_UNREACHABLE"]);
  });

  it("are incomplete when the machine ran before its console was there, and the record says so", async () => {
    const path = join(machine.folder, "late");
    await using runner = buildRunner({}, { console: path });
    await runner.start();
    await machine.run();
    const server = createServer((socket) => socket.end("late words"));
    server.listen(path);
    await expect.poll(() => read("console.log"), { timeout: 5_000 }).toBe("late words");
    await machine.powerOff();
    const record = consoleOf(await runner.stop());
    await new Promise((closed) => server.close(closed));
    expect(codesOf(record)).toEqual(["AUX_CONSOLE_LATE"]);
  });

  it("are what a full disk leaves of them, and the record says so", async () => {
    const folder = join(machine.folder, "small");
    mkdirSync(folder);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]);
    try {
      const path = join(folder, "console");
      const server = createServer((socket) => socket.on("error", () => {}).end(Buffer.alloc(200_000, "x")));
      server.listen(path);
      await using runner = new AuxiliaryRunner({
        auxiliaries: [{ Class: MachineConsole, name: "console" }],
        analysisPath: join(folder, "1"),
        task: { id: "1" },
        machine: { name: "vm", console: path },
      });
      await runner.start();
      const record = consoleOf(await runner.stop());
      await new Promise((closed) => server.close(closed));
      expect(codesOf(record)).toEqual(["AUX_CONSOLE_WRITE_FAILED"]);
      expect(record.problems[0]?.message).toContain("ENOSPC");
    } finally {
      execFileSync("umount", [folder]);
    }
  });

  it("do not apply to a machine that has neither", async () => {
    await using runner = new AuxiliaryRunner({
      auxiliaries: [{ Class: MachineConsole, name: "console" }],
      analysisPath: join(machine.folder, "none"),
      task: { id: "1" },
      machine: { name: "vm" },
    });
    await runner.start();
    expect(consoleOf(await runner.stop())).toMatchObject({ state: "skipped", problems: [] });
  });
});

function consoleOf({ auxiliaries: [found] }: { readonly auxiliaries: readonly AuxiliaryRecord[] }) {
  if (found === undefined) throw new Error("the record holds no console");
  return found;
}

function codesOf(record: AuxiliaryRecord): readonly string[] {
  return record.problems.map(({ code }) => code);
}
