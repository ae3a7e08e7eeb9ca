import { describe, expect, it } from "vitest";
import { answers, auxiliary, never, throws } from "../../test/given-auxiliary.ts";
import { codesOf, loadRecord, only, runThrough, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary, AuxiliaryError } from "../index.ts";

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
