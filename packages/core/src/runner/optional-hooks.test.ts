import { describe, expect, it, vi } from "vitest";
import { auxiliary } from "../../test/given-auxiliary.ts";
import { only, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary } from "../index.ts";

describe("hooks", () => {
  class Hooked extends Auxiliary {
    static calls: string[] = [];
    start() {
      return true;
    }
    stop() {
      return true;
    }
    override machineStarted() {
      Hooked.calls.push(`started ${this.name}`);
    }
    override machineStopping(): Promise<void> {
      Hooked.calls.push(`stopping ${this.name}`);
      return Promise.reject(new Error("not now"));
    }
  }

  it("are called in order, machineStopping in reverse, and a failure is recorded and no more", async () => {
    Hooked.calls = [];
    const runner = temporaryRunner([
      { Class: Hooked, name: "b" },
      { Class: Hooked, name: "a" },
      { Class: auxiliary(), name: "without" },
    ]);
    await runner.start();
    await runner.machineStarted();
    await runner.callback("machineStopping");
    const record = await runner.stop();
    expect(Hooked.calls).toEqual(["started a", "started b", "stopping b", "stopping a"]);
    expect(record.auxiliaries.map(({ state }) => state)).toEqual(["degraded", "degraded", "stopped"]);
    expect(record.auxiliaries[0]?.problems).toMatchObject([
      { code: "AUX_HOOK_FAILED", message: "a.machineStopping() threw: not now" },
    ]);
    expect(record.phases.map(({ name }) => name)).toEqual([
      "start",
      "machineStarted",
      "machineStopping",
      "stop",
    ]);
  });

  it("that do not end are given up at their deadline", async () => {
    class Endless extends Auxiliary {
      start() {
        return true;
      }
      stop() {
        return true;
      }
      override machineStarted() {
        return new Promise<void>(() => {});
      }
    }
    const runner = temporaryRunner([Endless]);
    await runner.start();
    vi.useFakeTimers();
    const called = runner.machineStarted();
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    await called;
    expect(only(runner.record).problems).toMatchObject([
      { code: "AUX_HOOK_TIMEOUT", message: "endless.machineStarted() did not end within 10 s" },
    ]);
  });

  it("have the time that their class, or before it the run, gives them", async () => {
    class Hurried extends Auxiliary {
      override hookTimeoutMs = 20;
      start() {
        return true;
      }
      stop() {
        return true;
      }
      override machineStopping() {
        return new Promise<void>(() => {});
      }
    }
    const runner = temporaryRunner([Hurried, { Class: Hurried, name: "entry", hookTimeoutMs: 30 }]);
    await runner.start();
    await runner.machineStopping();
    expect(runner.record.auxiliaries.map(({ problems }) => problems[0]?.message)).toEqual([
      "entry.machineStopping() did not end within 0.03 s",
      "hurried.machineStopping() did not end within 0.02 s",
    ]);
  });

  it("belong between start() and stop()", async () => {
    const runner = temporaryRunner([Hooked]);
    await expect(runner.machineStarted()).rejects.toMatchObject({ code: "AUX_RUNNER_STATE" });
    await runner.start();
    await runner.stop();
    await expect(runner.machineStopping()).rejects.toMatchObject({ code: "AUX_RUNNER_STATE" });
  });
});
