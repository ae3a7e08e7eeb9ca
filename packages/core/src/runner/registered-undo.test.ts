import { describe, expect, it, vi } from "vitest";
import { never, throws } from "../../test/given-auxiliary.ts";
import { codesOf, only, runThrough, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary } from "../index.ts";

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
