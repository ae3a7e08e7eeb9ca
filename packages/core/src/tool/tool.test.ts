import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startRunToKill } from "../../test/run-to-kill.ts";
import { codesOf, only, temporaryFolder, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary, type AuxiliaryClass, type Tool, type ToolExit, type ToolOptions } from "../index.ts";

/** A real executable whose text is given. */
function script(text: string): string {
  const path = join(temporaryFolder(), "fake-tool");
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o700);
  return path;
}

/** A module that runs one program. */
function runs(file: string, options: ToolOptions = {}, args: readonly string[] = []) {
  const seen: { tool?: Tool } = {};
  class Runs extends Auxiliary {
    async start() {
      seen.tool = await this.tool(file, args, options);
      return true;
    }
    async stop() {
      await seen.tool?.stop();
      return true;
    }
  }
  return { Class: Runs as AuxiliaryClass, seen };
}

function isAlive(pid: number): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0];
    return state !== "Z";
  } catch {
    return false;
  }
}

const READY = { ready: /^ready$/ };

describe("a tool", () => {
  it("is ready when it says so, keeps its log, and ends on the polite signal", async () => {
    const { Class, seen } = runs(script("echo booting >&2; sleep 0.05; echo ready; exec sleep 100"), READY);
    const runner = temporaryRunner([Class]);
    await runner.start();
    const { tool } = seen;
    expect(readFileSync(tool?.logPath ?? "", "utf8")).toBe("booting\nready\n");
    expect(only(await runner.stop())).toMatchObject({
      state: "stopped",
      artifacts: [{ path: "logs/fake-tool.log", kind: "log", bytes: 14 }],
    });
    expect(await tool?.exited).toMatchObject({
      signal: "SIGTERM",
      expected: true,
      lastWords: ["booting", "ready"],
    });
    expect(isAlive(tool?.pid ?? 0)).toBe(false);
  });

  it("can be asked whether it is ready", async () => {
    const path = join(temporaryFolder(), "up");
    const ready = { check: () => existsSync(path), everyMs: 10 };
    const { Class } = runs(script('sleep 0.1; : > "$1"; exec sleep 100'), { ready }, [path]);
    const runner = temporaryRunner([Class]);
    await runner.start();
    expect(existsSync(path)).toBe(true);
    expect(only(await runner.stop()).state).toBe("stopped");
  });

  it("that is not on this host is a problem with the command that installs it", async () => {
    const { Class } = runs("no-such-tool", { installHint: "apt-get install no-such-tool" });
    const runner = temporaryRunner([Class]);
    await runner.start();
    expect(only(await runner.stop()).problems).toMatchObject([
      { code: "AUX_TOOL_MISSING", remedy: "Install it: apt-get install no-such-tool" },
    ]);
  });

  it("that cannot be run is a problem with the system's reason", async () => {
    const { Class } = runs("sleep", { cwd: "/no/such/folder" }, ["1"]);
    const runner = temporaryRunner([Class]);
    await runner.start();
    const { problems } = only(await runner.stop());
    expect(problems).toMatchObject([{ code: "AUX_TOOL_SPAWN", message: expect.stringContaining("ENOENT") }]);
  });

  it("that ends before it is ready fails the start with its last words", async () => {
    const { Class } = runs(script("echo 'no such device' >&2; exit 1"), READY);
    const runner = temporaryRunner([Class]);
    await runner.start();
    expect(only(await runner.stop())).toMatchObject({
      state: "failed",
      problems: [
        {
          code: "AUX_TOOL_DIED",
          message: "fake-tool ended with exit code 1: no such device",
          lastWords: ["no such device"],
        },
      ],
    });
  });

  it("that never gets ready is ended, and the start fails at the tool's own deadline", async () => {
    const { Class, seen } = runs(script("echo hello; exec sleep 100"), { ...READY, readyTimeoutMs: 100 });
    const runner = temporaryRunner([Class]);
    await runner.start();
    expect(only(await runner.stop())).toMatchObject({
      state: "failed",
      problems: [{ code: "AUX_TOOL_NOT_READY", message: "fake-tool was not ready within 100 ms" }],
    });
    expect(seen.tool).toBeUndefined();
  });

  it("that dies during the analysis is noticed at once, and its module is crashed, by what explains it", async () => {
    const explain = () => ({ code: "AUX_MINE", message: "the device is gone", remedy: "plug it in" });
    const { Class, seen } = runs(script("echo ready; exec sleep 100"), { ...READY, explain });
    const events: number[] = [];
    const runner = temporaryRunner([Class], {
      observer: (event) => event.type === "problem" && events.push(performance.now()),
    });
    await runner.start();
    const killed = performance.now();
    process.kill(seen.tool?.pid ?? 0, "SIGKILL");
    await expect.poll(() => runner.record.auxiliaries[0]?.state, { interval: 5 }).toBe("crashed");
    expect((events[0] ?? Number.POSITIVE_INFINITY) - killed).toBeLessThan(200);
    expect(only(await runner.stop())).toMatchObject({ state: "crashed", problems: [{ code: "AUX_MINE" }] });
  });

  it("that ends by itself as it may has not crashed", async () => {
    const mayEnd = ({ lastWords }: ToolExit) => lastWords.at(-1) === "over";
    const { Class, seen } = runs(script("echo ready; sleep 0.05; echo over; exit 1"), { ...READY, mayEnd });
    const runner = temporaryRunner([Class]);
    await runner.start();
    expect(await seen.tool?.exited).toMatchObject({ code: 1, expected: true });
    expect(only(await runner.stop())).toMatchObject({ state: "stopped", problems: [] });
  });

  it("that ignores the polite signal is killed at the deadline, with its whole group", async () => {
    const text = "trap '' TERM; sleep 100 & echo child $!; echo ready; while :; do wait; done";
    const { Class, seen } = runs(script(text), { ...READY, stopTimeoutMs: 100 });
    const runner = temporaryRunner([Class]);
    await runner.start();
    const child = Number(/child (\d+)/.exec(readFileSync(seen.tool?.logPath ?? "", "utf8"))?.[1]);
    expect(isAlive(child)).toBe(true);
    expect(codesOf(only(await runner.stop()))).toEqual(["AUX_TOOL_KILLED"]);
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it("is gone in time although a grandchild holds its pipes open, and the grandchild with it", async () => {
    const { Class, seen } = runs(script("sleep 100 & echo child $!; echo ready; exec sleep 100"), READY);
    const runner = temporaryRunner([Class]);
    await runner.start();
    const child = Number(/child (\d+)/.exec(readFileSync(seen.tool?.logPath ?? "", "utf8"))?.[1]);
    const began = performance.now();
    await runner.stop();
    expect(performance.now() - began).toBeLessThan(1_000);
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it("that floods its output costs a bounded log and no hang", async () => {
    const { Class, seen } = runs(
      script("echo ready; exec yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
      READY,
    );
    const runner = temporaryRunner([Class]);
    await runner.start();
    const { logPath = "" } = seen.tool ?? {};
    await expect
      .poll(() => readFileSync(logPath).length, { timeout: 20_000 })
      .toBeGreaterThan(4 * 1024 * 1024);
    expect(only(await runner.stop()).state).toBe("stopped");
    expect(readFileSync(logPath).length).toBeLessThan(4 * 1024 * 1024 + 1024);
  }, 30_000);

  it("is prepared for its end while it still runs", async () => {
    const said: string[] = [];
    const beforeStop = async (tool: Tool) => {
      const heard = new Promise((resolve) => tool.onLine((line) => resolve(said.push(line))));
      tool.signal("SIGUSR1");
      await heard;
    };
    const text = "trap 'echo flushed' USR1; echo ready; while :; do sleep 0.02; done";
    const { Class } = runs(script(text), { ...READY, beforeStop });
    const runner = temporaryRunner([Class]);
    await runner.start();
    expect(only(await runner.stop()).problems).toEqual([]);
    expect(said).toEqual(["flushed"]);
  });

  it("is ended all the same when what should come before its end fails", async () => {
    const beforeStop = () => Promise.reject(new Error("no answer"));
    const { Class } = runs(script("echo ready; exec sleep 100"), { ...READY, beforeStop });
    const runner = temporaryRunner([Class]);
    await runner.start();
    expect(only(await runner.stop())).toMatchObject({
      state: "degraded",
      problems: [{ code: "AUX_STOP_FAILED", message: expect.stringContaining("no answer") }],
    });
  });

  it("is ended at the release when its module's stop() forgets it", async () => {
    const seen: Tool[] = [];
    class Forgets extends Auxiliary {
      async start() {
        seen.push(await this.tool("sleep", ["100"]));
        return true;
      }
      stop() {
        return true;
      }
    }
    const runner = temporaryRunner([Forgets]);
    await runner.start();
    expect(only(await runner.stop()).state).toBe("stopped");
    expect(seen.map(({ pid }) => isAlive(pid))).toEqual([false]);
  });

  it("gets a reduced environment, English messages, and what it is given", async () => {
    process.env["CORE_TEST_SECRET"] = "hidden";
    const { Class, seen } = runs("env", { env: { GIVEN: "yes" }, ready: { check: () => true } });
    const runner = temporaryRunner([Class]);
    await runner.start();
    await seen.tool?.exited;
    delete process.env["CORE_TEST_SECRET"];
    const lines = readFileSync(seen.tool?.logPath ?? "", "utf8").split("\n");
    expect(lines).toContain("GIVEN=yes");
    expect(lines).toContain("LC_ALL=C.UTF-8");
    expect(lines.join()).not.toContain("hidden");
  });

  it("is killed at once when the run is told to end at once", async () => {
    const kill = new AbortController();
    const { Class, seen } = runs(script("trap '' TERM; echo ready; while :; do sleep 1; done"), READY);
    const runner = temporaryRunner([Class], { killSignal: kill.signal });
    await runner.start();
    const began = performance.now();
    kill.abort();
    await runner.stop();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await seen.tool?.exited).toMatchObject({ signal: "SIGKILL" });
  });

  it("is not started for a module that is already over", async () => {
    let late: () => Promise<unknown> = () => Promise.resolve();
    class Late extends Auxiliary {
      start() {
        late = () => this.tool("sleep", ["100"]);
        return new Promise<boolean>(() => {});
      }
      stop() {
        return true;
      }
    }
    const runner = temporaryRunner([{ Class: Late, startTimeoutMs: 20 }]);
    await runner.start();
    await expect(late()).rejects.toMatchObject({ code: "AUX_ABORTED" });
  });

  it("never sees its arguments through a shell", async () => {
    const path = join(temporaryFolder(), "hacked");
    const args = [`$(touch ${path})`, `; touch ${path}`, `\`touch ${path}\``, "-x", "a b", ""];
    const { Class, seen } = runs("printf", { ready: { check: () => true } }, ["<%s>\n", ...args]);
    const runner = temporaryRunner([Class]);
    await runner.start();
    await seen.tool?.exited;
    expect(readFileSync(seen.tool?.logPath ?? "", "utf8")).toBe(args.map((arg) => `<${arg}>\n`).join(""));
    expect(existsSync(path)).toBe(false);
  });
});

describe("a runner that is killed", { timeout: 60_000 }, () => {
  it.each([
    ["an ordinary tool", "exec sleep 100"],
    [
      "a tool with children that ignores signals",
      "trap '' TERM INT HUP; sleep 100 & while :; do sleep 0.2; done",
    ],
  ])("leaves nothing of %s after 2 s", async (_, text) => {
    const { pid, kill } = await startRunToKill(script(`echo ready; ${text}`));
    const group = () => processesOfGroup(pid);
    expect(group().length).toBeGreaterThan(0);
    await kill();
    await delay(2_000);
    expect(group()).toEqual([]);
  });
});

/** The command lines of what runs in a process group. */
function processesOfGroup(group: number): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, state, , pgrp] = /\) (\S) (\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
        const isMember = Number(pgrp) === group && state !== "Z";
        return isMember ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
      } catch {
        return [];
      }
    });
}
