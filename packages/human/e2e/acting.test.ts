import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type AuxiliaryRecord, AuxiliaryRunner, type Machine } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Human, type LoggedAction } from "../src/index.ts";
import { TracedMachine } from "./traced-machine.ts";

const PATIENCE = { timeout: 30_000 };
const WITH_PASSWORD = ["-object", "secret,id=vnc,data=right", "-device", "virtio-tablet-pci"];

describe("a human on a real machine", () => {
  let machine: TracedMachine;
  let analysisPath: string;
  beforeEach(async () => {
    machine = await TracedMachine.prepare();
    analysisPath = join(machine.folder, "analysis");
  });
  afterEach(async () => machine[Symbol.asyncDispose]());

  function buildRunner(options: Record<string, unknown>, changed: Partial<Machine> = {}): AuxiliaryRunner {
    return new AuxiliaryRunner({
      auxiliaries: [
        { Class: Human, name: "human", options: { pace: 600, seed: 34, ...options }, minFreeBytes: 0 },
      ],
      analysisPath,
      task: { id: "1" },
      machine: { name: "vm", qmp: machine.switchboard.path, vnc: machine.vnc, ...changed },
    });
  }
  const actions = () =>
    readFileSync(join(analysisPath, "human.jsonl"), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LoggedAction);
  const untilActions = (count: number) =>
    expect.poll(() => actions().length, PATIENCE).toBeGreaterThanOrEqual(count);
  const end = async (runner: AuxiliaryRunner) => {
    await runner.machineStopping();
    return humanOf(await runner.stop());
  };

  it("does nothing before it was started nor after it is told to stop, and lets everything go", async () => {
    await using runner = buildRunner({ text: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", clicks: false });
    await runner.start();
    await machine.run();
    await delay(500);
    expect(machine.events()).toEqual([]);
    await runner.machineStarted();
    await expect.poll(() => machine.held(), PATIENCE).toContain("shift");
    const began = performance.now();
    await runner.machineStopping();
    expect(performance.now() - began).toBeLessThan(2_000);
    const { length } = machine.events();
    expect(machine.held()).toEqual([]);
    await delay(500);
    expect(machine.events()).toHaveLength(length);
    const record = humanOf(await runner.stop());
    expect(record).toMatchObject({ state: "stopped", problems: [], figures: { clicks: 0 } });
    expect(actions().at(-1)).toMatchObject({ action: "type", isInterrupted: true });
  });

  it("goes on after a reset, and with steps where the machine knows no places", async () => {
    await using runner = buildRunner({ typing: false });
    await runner.start();
    const client = await machine.run([]);
    await runner.machineStarted();
    await untilActions(2);
    const reset = client.untilEvent("RESET");
    await client.execute("system_reset");
    await reset;
    await untilActions(4);
    const record = await end(runner);
    expect(record).toMatchObject({ state: "stopped", problems: [], figures: { pointer: "relative" } });
    const steps = machine.events().filter(({ kind }) => kind === "rel");
    expect(steps.length).toBeGreaterThan(100);
    expect(machine.events().some(({ kind }) => kind === "abs")).toBe(false);
  });

  it("waits for a machine that appears late, and comes back to one that was gone", async () => {
    await using runner = buildRunner({ input: "vnc" });
    await runner.start();
    await runner.machineStarted();
    await delay(1_000);
    await machine.run();
    await untilActions(2);
    await machine.powerOff();
    const before = actions().length;
    await using again = await TracedMachine.prepare(machine.vnc);
    await again.run();
    await untilActions(before + 3);
    const record = await end(runner);
    expect(record).toMatchObject({
      state: "stopped",
      problems: [],
      figures: { input: "vnc", connections: 2 },
    });
    expect(again.events().length).toBeGreaterThan(0);
    expect(again.held()).toEqual([]);
  });

  it("rests after as many actions as it may do", async () => {
    await using runner = buildRunner({ maxActions: 3, clicks: false, typing: false });
    await runner.start();
    await machine.run();
    await runner.machineStarted();
    await untilActions(3);
    await delay(1_000);
    expect((await end(runner)).figures).toMatchObject({ actions: 3, clicks: 0, presses: 0, interrupted: 0 });
  });

  it("waits while the machine is paused, as it would notice nothing", async () => {
    await using runner = buildRunner({});
    await runner.start();
    const client = await machine.run();
    await client.execute("stop");
    await runner.machineStarted();
    await delay(1_000);
    expect(actions()).toEqual([]);
    await client.execute("cont");
    await untilActions(1);
    expect((await end(runner)).problems).toEqual([]);
  });

  it("is let in with the password, and says in the record when it is not", async () => {
    await machine.run(WITH_PASSWORD, ",password-secret=vnc");
    await using runner = buildRunner({ input: "vnc", vncPassword: "right" });
    await runner.start();
    await runner.machineStarted();
    await untilActions(2);
    expect(await end(runner)).toMatchObject({ state: "stopped", problems: [] });

    analysisPath = join(machine.folder, "refused");
    await using refused = buildRunner({ input: "vnc", vncPassword: "wrong" });
    await refused.start();
    await refused.machineStarted();
    await delay(500);
    const record = await end(refused);
    expect(codesOf(record)).toEqual(["AUX_HUMAN_UNREACHABLE"]);
    expect(JSON.stringify(record)).not.toMatch(/"wrong"/);
  });

  it("acts through the monitor when the screen cannot be seen, and says so", async () => {
    await machine.run(WITH_PASSWORD, ",password-secret=vnc");
    await using runner = buildRunner({});
    await runner.start();
    await runner.machineStarted();
    await untilActions(2);
    const record = await end(runner);
    expect(codesOf(record)).toEqual(["AUX_HUMAN_BLIND"]);
    expect(record.problems[0]?.message).toContain("password");
  });

  it("is at a loss when the machine is gone for good", async () => {
    await using runner = buildRunner({});
    await runner.start();
    await machine.run();
    await runner.machineStarted();
    await untilActions(1);
    await machine.powerOff();
    await delay(5_500);
    expect(codesOf(await end(runner))).toEqual(["AUX_HUMAN_LOST"]);
  });

  it("finds nothing wrong with a machine that goes off in the middle of an action", async () => {
    await using runner = buildRunner({ clicks: false, typing: false });
    await runner.start();
    await machine.run();
    await runner.machineStarted();
    await expect.poll(() => machine.events().length, PATIENCE).toBeGreaterThan(5);
    await machine.powerOff();
    await delay(1_000);
    expect(await end(runner)).toMatchObject({ state: "stopped", problems: [] });
  });

  it("says why a machine does not take what it does", async () => {
    await using runner = buildRunner({});
    await runner.start();
    await machine.run(["-machine", "microvm,pit=off,pic=off,rtc=off", "-vga", "none"]);
    await runner.machineStarted();
    await untilActions(1);
    const record = await end(runner);
    expect(codesOf(record)).toContain("AUX_HUMAN_REFUSED");
    expect(actions()[0]?.error).toContain("Input handler not found");
  });

  it("goes on with a full disk, and the record says so", async () => {
    const small = join(machine.folder, "small");
    mkdirSync(small);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]);
    try {
      analysisPath = join(small, "analysis");
      await using runner = buildRunner({ clicks: false, typing: false });
      await runner.start();
      execFileSync("sh", ["-c", 'cat /dev/zero >"$1" || true', "sh", join(small, "full")], {
        stdio: "ignore",
      });
      await machine.run();
      await runner.machineStarted();
      await delay(3_000);
      await runner.machineStopping();
      execFileSync("rm", [join(small, "full")]);
      const record = humanOf(await runner.stop());
      expect(codesOf(record)).toEqual(["AUX_HUMAN_WRITE_FAILED"]);
      expect(record.problems[0]?.message).toContain("ENOSPC");
      expect(Number(record.figures.actions)).toBeGreaterThan(0);
    } finally {
      execFileSync("umount", [small]);
    }
  });

  it("does not apply to a machine that has neither monitor nor screen", async () => {
    await using runner = new AuxiliaryRunner({
      auxiliaries: [{ Class: Human, name: "human" }],
      analysisPath,
      task: { id: "1" },
      machine: { name: "vm" },
    });
    await runner.start();
    expect(humanOf(await runner.stop())).toMatchObject({ state: "skipped", problems: [] });
  });
});

function humanOf({ auxiliaries: [found] }: { readonly auxiliaries: readonly AuxiliaryRecord[] }) {
  if (found === undefined) throw new Error("the record holds no human");
  return found;
}

function codesOf(record: AuxiliaryRecord): readonly string[] {
  return record.problems.map(({ code }) => code);
}
