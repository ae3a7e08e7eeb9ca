import { describe, expect, it } from "vitest";
import { DEFAULT_DEADLINES, type MachineExit, type Machinery } from "./machinery.ts";
import { type MachineRun, runMachine } from "./run-machine.ts";

/** A machinery that notes its calls and behaves as a test wants it to. */
class StagedMachinery implements Machinery {
  readonly ended: Promise<MachineExit | undefined>;
  readonly deadlines = { revertTimeoutMs: 50, startTimeoutMs: 50, stopTimeoutMs: 50 };
  readonly calls: string[];
  readonly #stage: Partial<Record<"revert" | "start" | "stop", (signal: AbortSignal) => Promise<void>>>;
  turnOff: (exit?: MachineExit) => void = () => {};
  loseSight: (reason: Error) => void = () => {};

  constructor(calls: string[], stage: StagedMachinery["stage"] = {}) {
    this.calls = calls;
    this.#stage = stage;
    this.ended = new Promise((resolve, reject) => {
      this.turnOff = resolve;
      this.loseSight = reject;
    });
  }

  get stage() {
    return this.#stage;
  }

  revert(signal: AbortSignal) {
    return this.#call("revert", signal);
  }

  start(signal: AbortSignal) {
    return this.#call("start", signal);
  }

  async stop(signal: AbortSignal) {
    await this.#call("stop", signal);
    this.turnOff();
  }

  async #call(name: "revert" | "start" | "stop", signal: AbortSignal) {
    this.calls.push(name);
    await this.#stage[name]?.(signal);
  }
}

function stage(behaviour: StagedMachinery["stage"] = {}, more: Partial<MachineRun> = {}) {
  const calls: string[] = [];
  const machinery = new StagedMachinery(calls, behaviour);
  const runner: MachineRun["runner"] = {
    phase: async (name, work) => {
      calls.push(`[${name}`);
      try {
        return await work();
      } finally {
        calls.push(`${name}]`);
      }
    },
    callback: async (hook) => {
      calls.push(hook);
    },
  };
  const run: MachineRun = { runner, machinery, machine: { name: "lab" }, ...more };
  return { calls, machinery, run };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(new Error("told to end"))));

describe("runMachine", () => {
  it("reverts, starts, calls the hooks and stops, in this order", async () => {
    const { calls, run } = stage({}, { timeoutMs: 1 });
    const end = await runMachine(run);
    expect(end).toEqual({ outcome: "timeout", problems: [] });
    expect(calls).toEqual(
      [
        ["[machinery.revert", "revert", "machinery.revert]"],
        ["[machinery.start", "start", "machinery.start]"],
        ["machineStarted", "[analysis", "analysis]", "machineStopping"],
        ["[machinery.stop", "stop", "machinery.stop]"],
      ].flat(),
    );
  });

  it("does not call machineStopping on a machine that is off, and keeps its exit", async () => {
    const { calls, machinery, run } = stage();
    machinery.turnOff({ code: 3, signal: null });
    expect(await runMachine(run)).toEqual({
      outcome: "completed",
      exit: { code: 3, signal: null },
      problems: [],
    });
    expect(calls).not.toContain("machineStopping");
    expect(calls).toContain("stop");
  });

  it("ends in order when it is interrupted", async () => {
    const interruption = new AbortController();
    const { calls, run } = stage(
      { start: async () => void setImmediate(() => interruption.abort()) },
      { signal: interruption.signal },
    );
    expect(await runMachine(run)).toEqual({ outcome: "interrupted", problems: [] });
    expect(calls.slice(-4)).toEqual(["machineStopping", "[machinery.stop", "stop", "machinery.stop]"]);
  });

  it("does not start a machine when it was interrupted while reverting, and stops it all the same", async () => {
    const interruption = new AbortController();
    const { calls, run } = stage(
      { revert: async () => interruption.abort() },
      { signal: interruption.signal },
    );
    expect((await runMachine(run)).outcome).toBe("interrupted");
    expect(calls).not.toContain("start");
    expect(calls).toContain("stop");
  });

  it("stops the machine after a revert that failed, and says why it failed", async () => {
    const { calls, run } = stage({ revert: () => Promise.reject(new Error("no such snapshot")) });
    const end = await runMachine(run);
    expect(end.outcome).toBe("failed");
    expect(end.problems).toMatchObject([{ code: "AUX_MACHINERY_FAILED" }]);
    expect(end.problems[0]?.message).toBe("the machinery could not revert the machine lab: no such snapshot");
    expect(calls).toEqual([
      "[machinery.revert",
      "revert",
      "machinery.revert]",
      "[machinery.stop",
      "stop",
      "machinery.stop]",
    ]);
  });

  it("aborts a start at its deadline, by name", async () => {
    const { run } = stage({ start: untilAborted });
    const end = await runMachine(run);
    expect(end.outcome).toBe("failed");
    expect(end.problems[0]).toMatchObject({
      code: "AUX_MACHINERY_TIMEOUT",
      message: "the machinery did not start the machine lab within 50 ms: told to end",
    });
  });

  it("notes a stop that was done only after its deadline, and keeps the outcome", async () => {
    const { run } = stage({ stop: (signal) => untilAborted(signal).catch(() => {}) }, { timeoutMs: 1 });
    const end = await runMachine(run);
    expect(end.outcome).toBe("timeout");
    expect(end.problems).toMatchObject([{ code: "AUX_MACHINERY_TIMEOUT" }]);
  });

  it("fails when the machinery loses sight of the machine", async () => {
    const { machinery, run } = stage();
    machinery.loseSight(new Error("the monitor's socket closed"));
    const end = await runMachine(run);
    expect(end.outcome).toBe("failed");
    expect(end.problems[0]?.message).toContain("the monitor's socket closed");
  });

  it("passes the second signal on to the stop, which ends by force", async () => {
    const killing = new AbortController();
    let isForced = false;
    const stop = async (signal: AbortSignal) => {
      killing.abort();
      isForced = signal.aborted;
    };
    const { run } = stage({ stop }, { timeoutMs: 1, killSignal: killing.signal });
    await runMachine(run);
    expect(isForced).toBe(true);
  });

  it("gives each step a minute where the machinery says nothing else", () => {
    expect(DEFAULT_DEADLINES).toEqual({
      prepareTimeoutMs: 60_000,
      revertTimeoutMs: 60_000,
      startTimeoutMs: 60_000,
      stopTimeoutMs: 60_000,
    });
  });
});
