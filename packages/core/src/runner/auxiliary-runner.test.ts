import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { auxiliary, throws } from "../../test/given-auxiliary.ts";
import { codesOf, only, runThrough, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary, AuxiliaryError, declareOptions, integerOption } from "../index.ts";

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
