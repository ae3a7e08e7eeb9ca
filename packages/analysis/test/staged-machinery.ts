import type { MachineExit, Machinery } from "@aux/analysis";
import type { Machine, Problem } from "@aux/core";

/** What a test wants of each step of its machinery. */
export type Stage = Partial<
  Record<"prepare" | "revert" | "start" | "stop", (signal: AbortSignal) => unknown>
>;

/** A machinery that notes its calls and behaves as a test wants it to; a stop turns its machine off. */
export class StagedMachinery implements Machinery {
  readonly ended: Promise<MachineExit | undefined>;
  readonly deadlines = {
    prepareTimeoutMs: 500,
    revertTimeoutMs: 500,
    startTimeoutMs: 500,
    stopTimeoutMs: 500,
  };
  readonly machine: Machine = { name: "lab", ip: "192.0.2.7", qmp: "/run/lab.qmp", agent: "/run/lab.agent" };
  readonly problems: Problem[] = [];
  readonly #calls: string[];
  readonly #stage: Stage;
  turnOff: (exit?: MachineExit) => void = () => {};

  constructor(calls: string[], stage: Stage = {}) {
    this.#calls = calls;
    this.#stage = stage;
    this.ended = new Promise((resolve) => {
      this.turnOff = resolve;
    });
  }

  prepare(signal: AbortSignal) {
    return this.#call("prepare", signal);
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

  async #call(name: keyof Stage, signal: AbortSignal) {
    this.#calls.push(name);
    await this.#stage[name]?.(signal);
  }
}
