import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { codesOf, loadRecord, only, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary, type AuxiliaryEntry, type AuxiliaryRunner, type Tool } from "../index.ts";

/** What a test sees of the lives of a module. */
interface Life {
  readonly attempt: number;
  readonly path: string;
  readonly tool: Tool;
}

/** A module with one real program, in a class of its own for each test. */
function recorder(
  given: {
    startAgain?: (attempt: number) => boolean;
    whileStarting?: (life: Life) => Promise<void>;
    entry?: Partial<AuxiliaryEntry>;
  } = {},
) {
  const lives: Life[] = [];
  const calls: string[] = [];
  class Recorder extends Auxiliary {
    #stops = 0;
    override async start() {
      const { attempt } = this;
      calls.push(`start ${attempt}`);
      this.onCleanup(() => calls.push(`undone ${attempt}`));
      if (attempt > 0 && given.startAgain?.(attempt) === false) return false;
      const path = this.artifact("notes.txt", { kind: "text" });
      writeFileSync(path, `life ${attempt}`);
      const tool = await this.tool("sleep", ["600"]);
      const life = { attempt, path, tool };
      lives.push(life);
      await given.whileStarting?.(life);
      return true;
    }
    override machineStarted() {
      calls.push(`machineStarted ${this.attempt}`);
    }
    override stop() {
      this.#stops += 1;
      calls.push(`stop ${this.attempt}${this.#stops > 1 ? " again" : ""}`);
      this.figure("attempts", this.attempt);
      return true;
    }
  }
  const entry: AuxiliaryEntry = { Class: Recorder, name: "recorder", onCrash: "restart", ...given.entry };
  return { entry, lives, calls };
}

function kill(life: Life | undefined): void {
  if (life === undefined) throw new Error("there is no such life");
  process.kill(life.tool.pid, "SIGKILL");
}

async function untilState(runner: AuxiliaryRunner, state: string): Promise<void> {
  await expect.poll(() => only(runner.record).state, { timeout: 10_000, interval: 5 }).toBe(state);
}

describe("a module that crashes", () => {
  it("is told of at once, and noted and no more by default", async () => {
    const { entry, lives } = recorder();
    let toldMs = Number.NaN;
    const { onCrash: _onCrash, ...noting } = entry;
    const runner = temporaryRunner([noting], {
      observer: (event) => {
        if (event.type === "problem" && Number.isNaN(toldMs)) toldMs = performance.now() - killedMs;
      },
    });
    await runner.start();
    const killedMs = performance.now();
    kill(lives[0]);
    await untilState(runner, "crashed");
    process.stdout.write(`from the death of a tool to the event: ${toldMs.toFixed(1)} ms\n`);
    expect(toldMs).toBeLessThan(2_000);
    expect(readFileSync(join(runner.record.folder, "journal.jsonl"), "utf8")).toContain("AUX_TOOL_SIGNALLED");
    const record = await runner.stop();
    expect(record.outcome).toBe("completed");
    expect(lives).toHaveLength(1);
    expect([only(record).state, codesOf(only(record))]).toEqual(["crashed", ["AUX_TOOL_SIGNALLED"]]);
  });

  it("is started again with on_crash = restart, in files of its own, and the gap is recorded", async () => {
    const { entry, lives, calls } = recorder();
    const runner = temporaryRunner([entry]);
    await runner.start();
    await runner.machineStarted();
    kill(lives[0]);
    await untilState(runner, "crashed");
    await untilState(runner, "running");
    const record = only(await runner.stop());
    expect(record).toMatchObject({
      state: "degraded",
      figures: { attempts: 0, "attempts.1": 1 },
      artifacts: [{ path: "notes.txt" }, { path: "notes.1.txt" }],
    });
    expect(lives.map(({ path }) => readFileSync(path, "utf8"))).toEqual(["life 0", "life 1"]);
    expect(calls).toEqual([
      "start 0",
      "machineStarted 0",
      "stop 0",
      "undone 0",
      "start 1",
      "machineStarted 1",
      "stop 1",
      "undone 1",
    ]);
    expect(codesOf(record)).toEqual(["AUX_TOOL_SIGNALLED", "AUX_RESTARTED"]);
    const [gap] = record.gaps ?? [];
    expect(record.problems[1]?.message).toContain(
      `nothing was recorded from ${gap?.from.wall} to ${gap?.to?.wall}`,
    );
    expect((gap?.to?.monotonicMs ?? 0) - (gap?.from.monotonicMs ?? 0)).toBeGreaterThan(200);
    expect(loadRecord(runner.record.folder).auxiliaries).toEqual([record]);
  });

  it("is given up after three restarts, whether it crashes or does not start", {
    timeout: 30_000,
  }, async () => {
    const { entry, lives, calls } = recorder({ startAgain: (attempt) => attempt === 1 });
    const runner = temporaryRunner([entry]);
    await runner.start();
    kill(lives[0]);
    await expect.poll(() => lives.length, { timeout: 10_000 }).toBe(2);
    await untilState(runner, "running");
    kill(lives[1]);
    await expect
      .poll(() => codesOf(only(runner.record)), { timeout: 20_000 })
      .toContain("AUX_RESTART_FAILED");
    const record = only(await runner.stop());
    expect(record.state).toBe("crashed");
    expect(codesOf(record)).toEqual([
      "AUX_TOOL_SIGNALLED",
      "AUX_RESTARTED",
      "AUX_TOOL_SIGNALLED",
      "AUX_START_FALSE",
      "AUX_START_FALSE",
      "AUX_RESTART_FAILED",
    ]);
    expect(record.gaps).toMatchObject([{ to: {} }, {}]);
    expect(record.gaps?.[1]).not.toHaveProperty("to");
    expect(calls.filter((call) => call.startsWith("stop"))).toEqual(["stop 0", "stop 1"]);
    expect(calls.filter((call) => call.startsWith("undone"))).toHaveLength(4);
  });

  it("is not started again once the run is stopped or interrupted, wherever the restart is", async () => {
    for (const waitMs of [0, 20, 240, 260]) {
      const { entry, lives, calls } = recorder();
      const interruption = new AbortController();
      const runner = temporaryRunner([entry], { signal: interruption.signal });
      await runner.start();
      kill(lives[0]);
      await untilState(runner, "crashed");
      await delay(waitMs);
      if (waitMs % 40 === 0) interruption.abort();
      const record = only(await runner.stop());
      expect(["crashed", "degraded"]).toContain(record.state);
      expect(codesOf(record)[0]).toBe("AUX_TOOL_SIGNALLED");
      expect(lives.every(({ tool }) => !tool.isRunning)).toBe(true);
      expect(calls.filter((call) => call.endsWith("again"))).toEqual([]);
      const count = calls.length;
      await delay(300);
      expect(calls).toHaveLength(count);
    }
  });

  it("while it starts is started again as well", async () => {
    const dieYoung = async (life: Life) => {
      if (life.attempt > 0) return;
      kill(life);
      await life.tool.exited;
      await delay(20);
    };
    const { entry, lives } = recorder({ whileStarting: dieYoung });
    const runner = temporaryRunner([entry]);
    await runner.start();
    await untilState(runner, "running");
    expect(lives).toHaveLength(2);
    expect(codesOf(only(await runner.stop()))).toEqual(["AUX_TOOL_SIGNALLED", "AUX_RESTARTED"]);
  });
});

describe("on_crash = abort", () => {
  it("tells whoever runs the analysis, and makes its outcome aborted", async () => {
    const { entry, lives } = recorder({ entry: { onCrash: "abort" } });
    const runner = temporaryRunner([entry]);
    await runner.start();
    expect(runner.aborted.aborted).toBe(false);
    const told = new Promise((resolve) => runner.aborted.addEventListener("abort", resolve));
    kill(lives[0]);
    await told;
    const record = await runner.stop();
    expect(record.outcome).toBe("aborted");
    expect(record.problems.map(({ code }) => code)).toEqual(["AUX_CRASH_FATAL"]);
    expect(only(record).state).toBe("crashed");
    expect(loadRecord(record.folder).outcome).toBe("aborted");
  });

  it("keeps the analysis from beginning when the crash comes before it", async () => {
    const { entry, lives } = recorder({ entry: { onCrash: "abort", order: 0 } });
    class Slow extends Auxiliary {
      override start() {
        kill(lives[0]);
        return delay(20_000, true, { signal: this.signal });
      }
      override stop() {
        return true;
      }
    }
    class Later extends Slow {}
    const runner = temporaryRunner([entry, { Class: Slow, order: 1 }, { Class: Later, order: 2 }]);
    await expect(runner.start()).rejects.toMatchObject({ code: "AUX_CRASH_FATAL" });
    const { outcome, auxiliaries, problems } = await runner.stop();
    expect([outcome, problems.map(({ code }) => code)]).toEqual(["aborted", ["AUX_CRASH_FATAL"]]);
    expect(auxiliaries.map(({ state }) => state)).toEqual(["crashed", "failed", "skipped"]);
    expect(existsSync(join(runner.record.folder, "auxiliaries.json"))).toBe(true);
  });
});
