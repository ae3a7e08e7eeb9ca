import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-run.ts";
import { Auxiliary } from "../auxiliary/auxiliary.ts";
import type { AuxiliaryContext } from "../auxiliary/context.ts";
import type { Problem } from "../errors/problem.ts";
import { examineAuxiliaries } from "./examine-auxiliaries.ts";

const MISSING: Problem = { code: "MY_MISSING", message: "it is not there", remedy: "put it there" };

abstract class Sample extends Auxiliary {
  override start() {
    return true;
  }
  override stop() {
    return true;
  }
}

function examine(
  auxiliaries: Parameters<typeof examineAuxiliaries>[0]["auxiliaries"],
  more: { readonly trialPath?: string; readonly signal?: AbortSignal } = {},
) {
  return examineAuxiliaries({ auxiliaries, task: { id: "1" }, machine: { name: "vm" }, ...more });
}

describe("an examination", () => {
  it("asks check() first, and tries out only what it finds nothing about", async () => {
    const tried: string[] = [];
    class Well extends Sample {
      override tryOut() {
        tried.push(this.name);
        return "it wrote a file";
      }
    }
    class Ill extends Well {
      override check() {
        return [MISSING];
      }
    }
    const found = await examine([Well, { Class: Ill, required: true, version: "1.2.3" }], {
      trialPath: temporaryFolder(),
    });
    expect(found).toMatchObject([
      { name: "well", shown: "it wrote a file", problems: [], required: false },
      { name: "ill", problems: [MISSING], required: true, version: "1.2.3" },
    ]);
    expect(found[1]).not.toHaveProperty("shown");
    expect(tried).toEqual(["well"]);
  });

  it("tries each out in a folder of its own, and releases what it acquired before it answers", async () => {
    const undone: string[] = [];
    let pid = 0;
    class Writer extends Sample {
      override async tryOut() {
        writeFileSync(join(this.analysisPath, "file"), "");
        this.onCleanup(() => undone.push(this.name));
        pid = (await this.tool("sleep", ["60"])).pid;
        return "it works";
      }
    }
    const trialPath = temporaryFolder();
    await examine([Writer, { Class: Writer, name: "second" }], { trialPath });
    expect(readdirSync(trialPath).toSorted()).toEqual(["0", "1"]);
    expect(readdirSync(join(trialPath, "0"))).toContain("file");
    expect(undone.toSorted()).toEqual(["second", "writer"]);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("only asks check() where there is no folder to try anything in", async () => {
    class Eager extends Sample {
      override tryOut(): string {
        throw new Error("tried");
      }
    }
    expect(await examine([Eager])).toMatchObject([{ name: "eager", problems: [] }]);
  });

  it("says what a trial threw, skipped or reported, each under its own code", async () => {
    class Throws extends Sample {
      override tryOut(): string {
        throw new Error("boom");
      }
    }
    class Skips extends Sample {
      override tryOut(): string {
        return this.skip("no machine");
      }
    }
    class Reports extends Sample {
      override tryOut() {
        this.problem(MISSING);
        return "partly";
      }
    }
    class Breaks extends Sample {
      override check(): never {
        throw new Error("bang");
      }
    }
    class Dies extends Sample {
      constructor(context: AuxiliaryContext) {
        super(context);
        throw new Error("crash");
      }
    }
    class Off extends Sample {
      override enabled = false;
    }
    const found = await examine([Throws, Skips, Reports, Breaks, Dies, Off], {
      trialPath: temporaryFolder(),
    });
    expect(found.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ["AUX_TRIAL_FAILED"],
      [],
      ["MY_MISSING"],
      ["AUX_CHECK_FAILED"],
      ["AUX_CONSTRUCTOR_FAILED"],
      [],
    ]);
    expect(found[1]?.leftOut).toBe("no machine");
    expect(found[5]?.leftOut).toBe("the class sets enabled = false");
  });

  it("examines all at the same time", async () => {
    let running = 0;
    let most = 0;
    class Slow extends Sample {
      override async check() {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 50));
        running -= 1;
        return [];
      }
    }
    const named = ["a", "b", "c", "d"].map((name) => ({ Class: Slow, name }));
    expect(await examine(named)).toHaveLength(4);
    expect(most).toBe(4);
  });

  it("ends at once when it is told to", async () => {
    const over = new AbortController();
    class Hangs extends Sample {
      override async tryOut() {
        over.abort();
        await new Promise(() => {});
        return "";
      }
    }
    const [found] = await examine([Hangs], { trialPath: temporaryFolder(), signal: over.signal });
    expect(found?.problems.map(({ code }) => code)).toEqual(["AUX_ABORTED"]);
  });
});
