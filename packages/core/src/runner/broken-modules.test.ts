import { getEventListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { codesOf, loadRecord, only, runThrough, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary, type AuxiliaryClass, type AuxiliaryContext, type Undo } from "../index.ts";

/** No prototype: it cannot even be made a text. */
const bare: unknown = Object.create(null);
const NONE = { code: "AUX_PROBLEM_INVALID", remedy: expect.stringContaining("author") };

/** A module in plain JavaScript may do what the types forbid. */
class Untyped extends Auxiliary {
  start(): boolean | Promise<boolean> {
    return true;
  }
  stop(): boolean | Promise<boolean> {
    return true;
  }
  protected say(problem: unknown): void {
    this.problem(problem as never);
  }
  protected show(value: unknown): void {
    this.figure("packets", value as never);
  }
}

interface Reporter {
  readonly say: (problem: unknown) => void;
  readonly show: (value: unknown) => void;
}

function reporting(act: (self: Reporter) => void): AuxiliaryClass {
  return class Given extends Untyped {
    override start() {
      act({ say: (problem) => this.say(problem), show: (value) => this.show(value) });
      return true;
    }
  };
}

function starting(start: () => unknown): AuxiliaryClass {
  return class Given extends Untyped {
    override start() {
      return start() as boolean;
    }
  };
}

describe("what a module throws", () => {
  it.each([
    ["rejects with something without a text", () => Promise.reject(bare), "AUX_START_FAILED"],
    ["throws an error that claims to be ours", () => Promise.reject(claimsToBeOurs()), "AUX_START_FAILED"],
  ])("ends nothing when it %s", async (_, start, code) => {
    const record = await runThrough([starting(start), { Class: Untyped, name: "other" }]);
    expect(record.auxiliaries.map(({ state }) => state)).toEqual(["failed", "stopped"]);
    expect(codesOf(record.auxiliaries[0] ?? { problems: [] })).toEqual([code]);
  });

  it("does not keep an undo from being told that fails without a text", async () => {
    const record = only(await runThrough([cleaning(() => Promise.reject(bare))]));
    expect([record.state, codesOf(record)]).toEqual(["degraded", ["AUX_CLEANUP_FAILED"]]);
  });
});

describe("what a module reports", () => {
  it.each([[undefined], ["text"], [bare], [{ code: "AUX_MINE" }]])(
    "and is no problem is one of its own: %j",
    async (given) => {
      const start = reporting(({ say }) => say(given));
      expect(only(await runThrough([start]))).toMatchObject({ state: "degraded", problems: [NONE] });
    },
  );

  it.each([[7n], [Number.NaN], [{}], [undefined]])(
    "and is no figure costs the figure alone: %s",
    async (value) => {
      const runner = temporaryRunner([reporting(({ show }) => show(value))]);
      await runner.start();
      const { folder } = await runner.stop();
      expect(only(loadRecord(folder))).toMatchObject({
        figures: {},
        problems: [{ code: "AUX_FIGURE_INVALID" }],
      });
    },
  );

  it("is kept without what JSON does not know", async () => {
    const problem = { code: "AUX_MINE", message: "mine", remedy: "do it", at: { value: 7n } };
    const record = only(await runThrough([reporting(({ say }) => say(problem))]));
    expect(record.problems).toEqual([{ code: "AUX_MINE", message: "mine", remedy: "do it" }]);
  });

  it("after its own stop, while others are stopped, makes it degraded", async () => {
    class Late extends Untyped {
      override stop() {
        setTimeout(() => this.say({ code: "AUX_MINE", message: "late", remedy: "do it" }), 10);
        return true;
      }
    }
    class Slow extends Untyped {
      override stop() {
        return delay(60, true);
      }
    }
    const record = await runThrough([Slow, { Class: Late, order: 2 }]);
    expect(record.auxiliaries.map(({ state }) => state)).toEqual(["stopped", "degraded"]);
  });
});

describe("what a module acquires in its constructor", () => {
  class Acquires extends Untyped {
    constructor(context: AuxiliaryContext) {
      super(context);
      this.onCleanup(() => undone.push(this.name));
    }
  }
  class Breaks extends Acquires {
    readonly value = ((): never => {
      throw new Error("cannot be made");
    })();
  }
  const undone: string[] = [];

  it("is undone also when it never starts", async () => {
    const required = { Class: starting(() => false), name: "a", required: true };
    const runner = temporaryRunner([required, { Class: Acquires, name: "b" }, { Class: Breaks, name: "c" }]);
    await expect(runner.start()).rejects.toMatchObject({ code: "AUX_REQUIRED_FAILED" });
    expect(undone.splice(0).sort()).toEqual(["b", "c"]);
  });

  it("is undone after a check without a start", async () => {
    const runner = temporaryRunner([Acquires]);
    await runner.check();
    expect((await runner.stop()).outcome).toBe("not-begun");
    expect(undone.splice(0)).toEqual(["acquires"]);
  });
});

describe("the end of a run", () => {
  it("is one, also when an observer calls stop() while it begins", async () => {
    const phases: string[] = [];
    const again: unknown[] = [];
    const runner = temporaryRunner([Untyped], {
      observer: (event) => {
        if (event.type !== "phase" || event.phase.name !== "stop" || event.phase.ended !== undefined) return;
        phases.push("stop");
        again.push(runner.stop());
      },
    });
    await runner.start();
    const record = await runner.stop();
    expect(phases).toEqual(["stop"]);
    expect(await again[0]).toBe(record);
    expect(record.phases.filter(({ name }) => name === "stop")).toHaveLength(1);
  });

  it("is the end of a phase that still runs", async () => {
    const runner = temporaryRunner([Untyped]);
    await runner.start();
    void runner.phase("analysis", () => delay(30));
    const { phases } = await runner.stop();
    expect(phases.find(({ name }) => name === "analysis")).toMatchObject({ ok: false, ended: {} });
  });

  it("is heard on one listener of each signal, however many modules there are", async () => {
    const { signal } = new AbortController();
    const auxiliaries = Array.from({ length: 12 }, (_, index) => ({ Class: Untyped, name: `m${index}` }));
    const runner = temporaryRunner(auxiliaries, { signal, killSignal: signal });
    const count = () => getEventListeners(signal, "abort").length;
    await runner.start();
    expect(count()).toBe(1);
    await runner.stop();
    expect(count()).toBe(0);
  });

  it("that comes at once is no crash of the programs it kills, and what they wrote is measured", async () => {
    class RunsProgram extends Untyped {
      override async start() {
        const path = this.artifact("words.txt", { kind: "text" });
        const script = 'printf whole > "$0"; echo ready; exec sleep 60';
        await this.tool("sh", ["-c", script, path], { ready: /ready/ });
        return true;
      }
    }
    const kill = new AbortController();
    const runner = temporaryRunner([RunsProgram], { killSignal: kill.signal });
    await runner.start();
    kill.abort();
    await delay(50);
    expect(only(await runner.stop())).toMatchObject({
      state: "stopped",
      problems: [],
      artifacts: [{ path: "words.txt", bytes: 5 }, { kind: "log" }],
    });
  });

  it("waits 2 s at most for an undo once it is ended at once, whose signal interrupts the run, too", async () => {
    const kill = new AbortController();
    const runner = temporaryRunner([cleaning(() => new Promise(() => {}))], { killSignal: kill.signal });
    await runner.start();
    const stopping = runner.stop();
    kill.abort();
    const record = await stopping;
    expect(record.outcome).toBe("interrupted");
    expect(codesOf(only(record))).toEqual(["AUX_CLEANUP_TIMEOUT"]);
    expect(only(record).problems[0]?.message).toContain("2000 ms");
  });
});

it("an interruption in the very moment in which a start is announced keeps it from beginning", async () => {
  const interruption = new AbortController();
  let starts = 0;
  const never = starting(() => {
    starts += 1;
    return new Promise(() => {});
  });
  const runner = temporaryRunner([never], {
    signal: interruption.signal,
    observer: (event) => {
      if (event.type === "auxiliary" && event.auxiliary.state === "starting") interruption.abort();
    },
  });
  await expect(runner.start()).rejects.toMatchObject({ code: "AUX_ABORTED" });
  expect(starts).toBe(0);
  expect(only(runner.record)).toMatchObject({ state: "failed", problems: [{ code: "AUX_ABORTED" }] });
});

it("a start that comes true at the very moment it is given up is stopped", async () => {
  let stops = 0;
  class LastMoment extends Untyped {
    override start() {
      const { signal } = this;
      return new Promise<boolean>((resolve) => signal.addEventListener("abort", () => resolve(true)));
    }
    override stop() {
      stops += 1;
      return true;
    }
  }
  const record = only(await runThrough([{ Class: LastMoment, startTimeoutMs: 20 }]));
  expect([record.state, stops]).toEqual(["failed", 1]);
});

function cleaning(undo: Undo): AuxiliaryClass {
  return class Given extends Untyped {
    override start() {
      this.onCleanup(undo);
      return true;
    }
  };
}

function claimsToBeOurs(): Error {
  return Object.assign(new Error("odd"), { [Symbol.for("aux.error")]: true });
}
