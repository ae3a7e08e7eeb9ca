import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { codesOf, loadRecord, only, runThrough, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary, type AuxiliaryClass, AuxiliaryError, declareOptions, integerOption } from "../index.ts";

const never = () => new Promise<boolean>(() => {});

/** A class whose hooks are given; both answer true by default. */
function auxiliary(hooks: { start?: () => unknown; stop?: () => unknown } = {}): AuxiliaryClass {
  return class Given extends Auxiliary {
    start() {
      return (hooks.start?.() ?? true) as boolean;
    }
    stop() {
      return (hooks.stop?.() ?? true) as boolean;
    }
  };
}

const throws = (message: string) => () => {
  throw new Error(message);
};
const answers = (value: unknown) => () => Promise.resolve(value);

describe("a start", () => {
  it.each([
    ["returns false", answers(false), "AUX_START_FALSE", "given.start() returned false"],
    ["throws", throws("no luck"), "AUX_START_FAILED", "given.start() threw: no luck"],
    [
      "rejects",
      () => Promise.reject(new Error("no luck")),
      "AUX_START_FAILED",
      "given.start() threw: no luck",
    ],
    ["throws no error", () => Promise.reject("text"), "AUX_START_FAILED", "given.start() threw: text"],
    ["returns nothing", answers(undefined), "AUX_START_NOT_BOOLEAN", "instead of true or false"],
    ["returns a text", answers("true"), "AUX_START_NOT_BOOLEAN", '"true" instead of true or false'],
    ["returns a number", answers(1), "AUX_START_NOT_BOOLEAN", "a value of type number"],
    ["never settles", never, "AUX_START_TIMEOUT", "given.start() did not end within 0.05 s"],
  ])("that %s is a failure with a code", async (_, start, code, message) => {
    // A hook that returns undefined is given as such, not as the default.
    const Class = class Given extends Auxiliary {
      start() {
        return start() as Promise<boolean>;
      }
      stop() {
        return true;
      }
    };
    const { state, problems } = only(await runThrough([{ Class, startTimeoutMs: 50 }]));
    expect(state).toBe("failed");
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(problems[0]?.remedy).not.toBe("");
  });

  it("keeps the code and the remedy of an AuxiliaryError that it throws", async () => {
    const problem = { code: "AUX_MINE", message: "mine", remedy: "do it" };
    const start = () => Promise.reject(new AuxiliaryError(problem));
    expect(only(await runThrough([auxiliary({ start })])).problems).toEqual([problem]);
  });

  it("that skips is no failure, even of a required module", async () => {
    class Skips extends Auxiliary {
      start(): boolean {
        return this.skip("only for Windows");
      }
      stop() {
        return true;
      }
    }
    const record = await runThrough([{ Class: Skips, required: true }]);
    expect(only(record)).toMatchObject({ state: "skipped", reason: "only for Windows", problems: [] });
    expect(record.outcome).toBe("completed");
  });

  it("that comes true after its deadline is stopped again", async () => {
    let release: (value: boolean) => void = () => {};
    let stops = 0;
    const start = () => new Promise<boolean>((resolve) => (release = resolve));
    const stop = () => ++stops > 0;
    const record = await runThrough([{ Class: auxiliary({ start, stop }), startTimeoutMs: 20 }]);
    expect(only(record).state).toBe("failed");
    release(true);
    await expect.poll(() => stops).toBe(1);
  });

  it("takes no other module down", async () => {
    const record = await runThrough([
      { Class: auxiliary({ start: throws("no") }), name: "a" },
      { Class: auxiliary({ start: never }), name: "b", startTimeoutMs: 20 },
      { Class: auxiliary(), name: "c" },
    ]);
    expect(record.auxiliaries.map(({ state }) => state)).toEqual(["failed", "failed", "stopped"]);
  });
});

describe("a stop", () => {
  it.each([
    ["returns false", answers(false), "AUX_STOP_FALSE"],
    ["throws", throws("no luck"), "AUX_STOP_FAILED"],
    ["rejects", () => Promise.reject(new Error("no luck")), "AUX_STOP_FAILED"],
    ["returns a text", answers("yes"), "AUX_STOP_NOT_BOOLEAN"],
    ["never settles", never, "AUX_STOP_TIMEOUT"],
  ])("that %s leaves the module degraded, with a code, and the others are stopped", async (_, stop, code) => {
    const record = await runThrough([
      { Class: auxiliary(), name: "before" },
      { Class: auxiliary({ stop }), name: "middle", stopTimeoutMs: 50 },
      { Class: auxiliary(), name: "z" },
    ]);
    expect(record.auxiliaries.map(({ state }) => state)).toEqual(["stopped", "degraded", "stopped"]);
    expect(codesOf(record.auxiliaries[1] ?? { problems: [] })).toEqual([code]);
  });

  it("is called in the reverse of the start, only for what started, once each", async () => {
    const calls: string[] = [];
    const named = (name: string, starts = true) => ({
      name,
      Class: auxiliary({
        start: () => {
          calls.push(`start ${name}`);
          return starts;
        },
        stop: () => calls.push(`stop ${name}`) > 0,
      }),
    });
    const runner = temporaryRunner([named("c"), named("b", false), named("a")]);
    await Promise.all([runner.start(), runner.start()]);
    const [first, second] = await Promise.all([runner.stop(), runner.stop()]);
    expect(calls).toEqual(["start a", "start b", "start c", "stop c", "stop a"]);
    expect(first).toBe(second);
  });
});

describe("a constructor", () => {
  it("that throws is that module's failure alone", async () => {
    class Broken extends Auxiliary {
      readonly value = throws("cannot be made")();
      start() {
        return true;
      }
      stop() {
        return true;
      }
    }
    const record = await runThrough([Broken, { Class: auxiliary(), name: "other" }]);
    expect(record.auxiliaries.map(({ name, state }) => [name, state])).toEqual([
      ["broken", "failed"],
      ["other", "stopped"],
    ]);
    expect(record.auxiliaries[0]?.problems[0]).toMatchObject({
      code: "AUX_CONSTRUCTOR_FAILED",
      message: "the constructor of broken threw: cannot be made",
    });
  });

  it("that keeps its context to itself is told what to write", async () => {
    class Forgetful extends Auxiliary {
      constructor() {
        super(undefined as never);
      }
      start() {
        return true;
      }
      stop() {
        return true;
      }
    }
    expect(codesOf(only(await runThrough([Forgetful])))).toEqual(["AUX_CONTEXT_MISSING"]);
  });
});

describe("a required module", () => {
  it("that does not start stops the analysis before it begins, and what had started is stopped", async () => {
    const runner = temporaryRunner([
      { Class: auxiliary(), name: "a" },
      { Class: auxiliary({ start: answers(false) }), name: "b", required: true },
      { Class: auxiliary(), name: "c" },
    ]);
    await expect(runner.start()).rejects.toMatchObject({
      code: "AUX_REQUIRED_FAILED",
      message: "b is required and did not start: b.start() returned false",
    });
    const record = await runner.stop();
    expect(record.outcome).toBe("not-begun");
    expect(record.auxiliaries.map(({ state, reason }) => [state, reason])).toEqual([
      ["stopped", undefined],
      ["failed", undefined],
      ["skipped", "not started: b is required and did not start"],
    ]);
    expect(codesOf(record)).toEqual(["AUX_REQUIRED_FAILED"]);
    expect(loadRecord(record.folder)).toEqual(record);
  });
});

describe("an interruption", () => {
  it("ends a start that heeds its signal, leaves out the rest, and stops what had started", async () => {
    const interruption = new AbortController();
    class Waits extends Auxiliary {
      async start() {
        interruption.abort();
        await new Promise((_, reject) => {
          const { signal } = this;
          if (signal.aborted) reject(signal.reason as Error);
          signal.addEventListener("abort", () => reject(signal.reason as Error));
        });
        return true;
      }
      stop() {
        return true;
      }
    }
    const runner = temporaryRunner(
      [
        { Class: auxiliary(), name: "a" },
        { Class: Waits, name: "b" },
        { Class: auxiliary(), name: "c" },
      ],
      { signal: interruption.signal },
    );
    await expect(runner.start()).rejects.toMatchObject({ code: "AUX_ABORTED" });
    const record = await runner.stop();
    expect(record.outcome).toBe("interrupted");
    expect(record.auxiliaries.map(({ state }) => state)).toEqual(["stopped", "failed", "skipped"]);
    expect(codesOf(record.auxiliaries[1] ?? { problems: [] })).toEqual(["AUX_ABORTED"]);
  });

  it("does not spoil the signal of stop()", async () => {
    const interruption = new AbortController();
    const seen: boolean[] = [];
    class Module extends Auxiliary {
      start() {
        return true;
      }
      stop() {
        seen.push(this.signal.aborted);
        return true;
      }
    }
    const runner = temporaryRunner([Module], { signal: interruption.signal });
    await runner.start();
    interruption.abort();
    expect(await runner.stop()).toMatchObject({ outcome: "interrupted" });
    expect(seen).toEqual([false]);
  });

  it("at once ends every wait", async () => {
    const kill = new AbortController();
    const runner = temporaryRunner([auxiliary({ stop: never })], { killSignal: kill.signal });
    await runner.start();
    const stopped = runner.stop();
    kill.abort();
    expect(only(await stopped).problems).toMatchObject([
      { code: "AUX_ABORTED", message: "given.stop() was cut short: the run was ended at once" },
    ]);
  });
});

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

describe("what a module registers", () => {
  it("is undone in reverse when its start fails half-way, whatever the undoing does", async () => {
    const undone: string[] = [];
    class HalfWay extends Auxiliary {
      start(): boolean {
        this.onCleanup(() => undone.push("first"));
        this.onCleanup(throws("stuck"));
        this.onCleanup(async () => undone.push("last"));
        throw new Error("half-way");
      }
      stop() {
        return true;
      }
    }
    const { problems } = only(await runThrough([HalfWay]));
    expect(undone).toEqual(["last", "first"]);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ["AUX_START_FAILED", "half-way.start() threw: half-way"],
      ["AUX_CLEANUP_FAILED", "half-way: undoing what it acquired failed: stuck"],
    ]);
  });

  it("is given up at its deadline when undoing it does not end, and the rest is undone", async () => {
    const undone: string[] = [];
    class Stuck extends Auxiliary {
      start() {
        this.onCleanup(() => undone.push("first"));
        this.onCleanup(never);
        return true;
      }
      stop() {
        return true;
      }
    }
    const runner = temporaryRunner([Stuck]);
    await runner.start();
    vi.useFakeTimers();
    const stopped = runner.stop();
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    expect(codesOf(only(await stopped))).toEqual(["AUX_CLEANUP_TIMEOUT"]);
    expect(undone).toEqual(["first"]);
  });

  it("too late, after its start was given up, is undone at once", async () => {
    let late: () => void = () => {};
    const undone: string[] = [];
    class Late extends Auxiliary {
      start() {
        late = () => this.onCleanup(() => undone.push("late"));
        return never();
      }
      stop() {
        return true;
      }
    }
    await runThrough([{ Class: Late, startTimeoutMs: 20 }]);
    late();
    expect(undone).toEqual(["late"]);
  });
});

describe("artifacts", () => {
  class Writes extends Auxiliary {
    start() {
      writeFileSync(this.artifact("out/../note.txt", { kind: "text" }), "four");
      this.figure("notes", 1);
      return true;
    }
    stop() {
      return true;
    }
  }

  it("are in the record with size and sha256, figures beside them", async () => {
    expect(only(await runThrough([Writes]))).toMatchObject({
      figures: { notes: 1 },
      artifacts: [
        {
          path: "note.txt",
          kind: "text",
          bytes: 4,
          sha256: "04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00",
        },
      ],
    });
  });

  it("that are missing at the end are a problem", async () => {
    class Promises extends Writes {
      override start() {
        this.artifact("dump.pcap", { kind: "pcap" });
        return true;
      }
    }
    const auxiliary = only(await runThrough([Promises]));
    expect(auxiliary.state).toBe("degraded");
    expect(codesOf(auxiliary)).toEqual(["AUX_ARTIFACT_MISSING"]);
  });

  it.each(["../outside.txt", "/etc/passwd", "", ".", "a/../../b", "nul\0.txt"])(
    "must not be at %j",
    async (path) => {
      class Escapes extends Writes {
        override start() {
          this.artifact(path, { kind: "text" });
          return true;
        }
      }
      expect(codesOf(only(await runThrough([Escapes])))).toEqual(["AUX_ARTIFACT_OUTSIDE"]);
    },
  );
});

describe("the record", () => {
  it("is on disk from the start on, and says that the run goes on", async () => {
    const runner = temporaryRunner([auxiliary()]);
    await runner.start();
    const early = loadRecord(runner.record.folder);
    expect(early).toMatchObject({ version: 1, outcome: "running", auxiliaries: [{ state: "running" }] });
    const record = await runner.stop({ outcome: "timeout", exit: { code: null, signal: "SIGTERM" } });
    expect(loadRecord(runner.record.folder)).toEqual(record);
    expect(record).toMatchObject({ outcome: "timeout", exit: { code: null, signal: "SIGTERM" } });
    expect(record.machine).toEqual({ name: "vm1", ip: "192.0.2.10" });
  });

  it("is never written over another run's", async () => {
    const runner = temporaryRunner([auxiliary()]);
    await runner.start();
    const { folder } = await runner.stop();
    const before = readFileSync(join(folder, "auxiliaries.json"), "utf8");
    const second = temporaryRunner([auxiliary()], { analysisPath: folder });
    await expect(second.start()).rejects.toMatchObject({ code: "AUX_FOLDER_OCCUPIED" });
    await second.stop();
    expect(readFileSync(join(folder, "auxiliaries.json"), "utf8")).toBe(before);
  });

  it("that cannot be written is a problem of the run, and everything is stopped all the same", async () => {
    const runner = temporaryRunner([auxiliary()]);
    await runner.start();
    rmSync(runner.record.folder, { recursive: true });
    const record = await runner.stop();
    expect(only(record).state).toBe("stopped");
    expect(codesOf(record)).toEqual(["AUX_RECORD_FAILED"]);
  });

  it("refuses a folder that is a file", async () => {
    const runner = temporaryRunner([auxiliary()]);
    await runner.start();
    const { folder } = await runner.stop();
    const path = join(folder, "auxiliaries.json");
    for (const analysisPath of [path, join(path, "below")]) {
      await expect(temporaryRunner([auxiliary()], { analysisPath }).start()).rejects.toMatchObject({
        code: analysisPath === path ? "AUX_FOLDER_NOT_FOLDER" : "AUX_FOLDER_NOT_WRITABLE",
      });
    }
  });

  it("is not written where it is not wanted, and still returned", async () => {
    const record = await runThrough([auxiliary()], { record: false });
    expect(only(record).state).toBe("stopped");
    expect(existsSync(record.folder)).toBe(false);
  });
});

describe("a runner", () => {
  it("stops what it started when its block throws", async () => {
    let stops = 0;
    const use = async () => {
      await using runner = temporaryRunner([auxiliary({ stop: () => ++stops > 0 })]);
      await runner.start();
      throw new Error("the orchestrator failed");
    };
    await expect(use()).rejects.toThrow("the orchestrator failed");
    expect(stops).toBe(1);
  });

  it("is not started after it was stopped", async () => {
    const runner = temporaryRunner([auxiliary()]);
    expect(await runner.stop()).toMatchObject({ outcome: "not-begun" });
    await expect(runner.start()).rejects.toMatchObject({ code: "AUX_RUNNER_STATE" });
  });

  it("survives an observer that throws", async () => {
    expect(only(await runThrough([auxiliary()], { observer: throws("watching") })).state).toBe("stopped");
  });

  it("refuses two auxiliaries of one name", () => {
    expect(() => temporaryRunner([auxiliary(), auxiliary()])).toThrow("two auxiliaries are called given");
  });

  it("lets an entry's order win over the class's", async () => {
    const record = await runThrough([
      { Class: auxiliary(), name: "a", order: 5 },
      { Class: auxiliary(), name: "b" },
    ]);
    expect(record.auxiliaries.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  it("gathers what check() finds, and what it throws", async () => {
    class Checks extends Auxiliary {
      override check() {
        return [{ code: "AUX_MINE", message: "missing", remedy: "add it" }];
      }
      start() {
        return true;
      }
      stop() {
        return true;
      }
    }
    class Throws extends Checks {
      override check(): never {
        throw new Error("broken");
      }
    }
    const runner = temporaryRunner([Checks, Throws]);
    expect(codesOf({ problems: await runner.check() })).toEqual(["AUX_MINE", "AUX_CHECK_FAILED"]);
    expect(existsSync(runner.record.folder)).toBe(false);
  });
});

describe("options given in code", () => {
  class Typed extends Auxiliary {
    static override readonly options = declareOptions({
      snaplen: integerOption({ description: "bytes kept of a packet", default: 0, max: 100 }),
    });
    start() {
      this.figure("snaplen", Number(Reflect.get(this.options, "snaplen")));
      return true;
    }
    stop() {
      return true;
    }
  }

  it("are completed by the module's schema", async () => {
    expect(only(await runThrough([Typed])).figures).toEqual({ snaplen: 0 });
    expect(only(await runThrough([{ Class: Typed, options: { snaplen: 64 } }])).figures).toEqual({
      snaplen: 64,
    });
  });

  it("that do not fit it are all shown at once, and nothing is started", async () => {
    const runner = temporaryRunner([{ Class: Typed, options: { snaplen: 101, snaplem: 1 } }]);
    const error: unknown = await runner.start().catch((thrown: unknown) => thrown);
    if (!AuxiliaryError.is(error)) throw error;
    expect(codesOf(error).toSorted()).toEqual(["AUX_CONF_UNKNOWN_KEY", "AUX_CONF_VALUE"]);
    expect(existsSync(runner.record.folder)).toBe(false);
  });
});
