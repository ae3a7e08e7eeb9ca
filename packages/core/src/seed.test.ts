import { describe, expect, it } from "vitest";
import { codesOf, only, runThrough, temporaryRunner } from "../test/temporary-run.ts";
import { Auxiliary } from "./index.ts";

let something = { starts: true, stops: true };
const startSomething = () => something.starts;
const stopSomething = () => something.stops;

describe("the seed's first example, line by line", () => {
  class MyModule extends Auxiliary {
    start() {
      const result = startSomething();
      if (result) {
        return true;
      } else {
        return false;
      }
    }

    stop() {
      const result = stopSomething();
      if (result) {
        return true;
      } else {
        return false;
      }
    }
  }

  it("is started and stopped", async () => {
    something = { starts: true, stops: true };
    const auxiliary = only(await runThrough([MyModule]));
    expect(auxiliary).toMatchObject({ name: "my-module", order: 1, state: "stopped", problems: [] });
  });

  it("says by False from start() that it did not succeed, and is not stopped then", async () => {
    something = { starts: false, stops: true };
    const auxiliary = only(await runThrough([MyModule]));
    expect(auxiliary.state).toBe("failed");
    expect(codesOf(auxiliary)).toEqual(["AUX_START_FALSE"]);
    expect(auxiliary.stop).toBeUndefined();
  });

  it("says by False from stop() that it did not succeed", async () => {
    something = { starts: true, stops: false };
    const auxiliary = only(await runThrough([MyModule]));
    expect(auxiliary.state).toBe("degraded");
    expect(codesOf(auxiliary)).toEqual(["AUX_STOP_FALSE"]);
  });

  it("must be a class inheriting Auxiliary with both functions", () => {
    class NoStop extends Auxiliary {
      start() {
        return true;
      }
      declare stop: () => boolean;
    }
    class Stranger {
      start() {
        return true;
      }
    }
    expect(() => temporaryRunner([NoStop])).toThrow("NoStop of the runner's auxiliaries has no stop()");
    expect(() => temporaryRunner([Stranger as never])).toThrow(
      "Stranger of the runner's auxiliaries does not extend Auxiliary",
    );
  });
});

describe("the seed's second example, line by line", () => {
  class MyModule extends Auxiliary {
    override order = 2;

    start() {
      const result = startSomething();
      if (result) {
        return true;
      } else {
        return false;
      }
    }

    stop() {
      const result = stopSomething();
      if (result) {
        return true;
      } else {
        return false;
      }
    }
  }

  class Zebra extends Auxiliary {
    start() {
      return true;
    }
    stop() {
      return true;
    }
  }
  class Apple extends Zebra {}

  it("runs in the sequence of order, 1 by default, ties in alphabetical order", async () => {
    something = { starts: true, stops: true };
    const record = await runThrough([MyModule, Zebra, Apple]);
    expect(record.auxiliaries.map(({ name, order }) => [name, order])).toEqual([
      ["apple", 1],
      ["zebra", 1],
      ["my-module", 2],
    ]);
    const starts = record.auxiliaries.map((auxiliary) => auxiliary.start?.began.monotonicMs ?? Number.NaN);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });
});

describe("the seed's third example, line by line", () => {
  class MyModule extends Auxiliary {
    override enabled = false;

    start() {
      const result = startSomething();
      if (result) {
        return true;
      } else {
        return false;
      }
    }

    stop() {
      const result = stopSomething();
      if (result) {
        return true;
      } else {
        return false;
      }
    }
  }

  it("is disabled by its enabled attribute", async () => {
    const auxiliary = only(await runThrough([MyModule]));
    expect(auxiliary).toMatchObject({ state: "disabled", reason: "the class sets enabled = false" });
    expect(auxiliary.start).toBeUndefined();
  });
});

describe("the attributes that the seed names", () => {
  it("are there from the constructor on: analysis_path, task, machine, options", async () => {
    const seen: unknown[] = [];
    class MyModule extends Auxiliary {
      // A field is set right after the base class's constructor: what it reads is ready when the module is constructed.
      readonly command = ["tool", "--out", this.analysisPath, String(this.options["flag"])];

      start() {
        seen.push(this.analysisPath, this.task, this.machine, this.options, this.command);
        return true;
      }
      stop() {
        return true;
      }
    }
    const entry = { Class: MyModule, options: { flag: "-v" } };
    const record = await runThrough([entry]);
    expect(seen).toEqual([
      record.folder,
      { id: "1", target: "sample.exe" },
      { name: "vm1", ip: "192.0.2.10" },
      { flag: "-v" },
      ["tool", "--out", record.folder, "-v"],
    ]);
  });
});
