import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createFakeTool, type FakeTool } from "./fake-tool.ts";
import type { FakeToolBehaviour } from "./fake-tool-behaviour.ts";

describe("a fake tool", () => {
  let tool: FakeTool | undefined;
  afterEach(() => tool?.dispose());

  function run(behaviour: FakeToolBehaviour, args: readonly string[] = []): ChildProcess {
    tool = createFakeTool(behaviour);
    return spawn(tool.path, args, { stdio: ["ignore", "pipe", "pipe"] });
  }

  async function readAll(child: ChildProcess, stream: "stdout" | "stderr"): Promise<string> {
    const parts: string[] = [];
    child[stream]?.setEncoding("utf8").on("data", (text: string) => parts.push(text));
    await once(child, "close");
    return parts.join("");
  }

  /** Resolves once it has said a line: it is up, and its answer to signals is in place. */
  async function untilSaid(child: ChildProcess): Promise<void> {
    await once(child.stdout ?? child, "data");
  }

  const up = { says: [{ stream: "stdout", text: "up" }] } as const;

  it("is a file of the name that it was given", () => {
    tool = createFakeTool({ name: "tcpdump" });
    expect(tool.path.endsWith("/tcpdump")).toBe(true);
    expect(() => createFakeTool({ name: "../tcpdump" })).toThrow(TypeError);
  });

  it("gets every argument as it is", async () => {
    const args = ["a b", "$(touch x)", "'", '"', "", "*", "\\", "é\n"];
    await once(run({ diesAfterMs: 1 }, args), "exit");
    expect(tool?.calls()).toMatchObject([{ args }]);
  });

  it("says its lines in time, on the right stream, and ends with its code", async () => {
    const says = [
      { stream: "stdout", text: "last", afterMs: 40 },
      { stream: "stdout", text: "first" },
    ] as const;
    const child = run({ says, diesAfterMs: 80, exitCode: 3 });
    expect(await readAll(child, "stdout")).toBe("first\nlast\n");
    expect(child.exitCode).toBe(3);
  });

  it("ends by SIGTERM as any program does, unless told otherwise", async () => {
    const child = run(up);
    await untilSaid(child);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([null, "SIGTERM"]);
  });

  it("ends with its code some time after SIGTERM", async () => {
    const child = run({ ...up, onTerm: { exitCode: 7, afterMs: 20 } });
    await untilSaid(child);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([7, null]);
  });

  it("outlives SIGTERM when it ignores it", async () => {
    const alive = { stream: "stdout", text: "alive", afterMs: 150 } as const;
    const child = run({ says: [...up.says, alive], onTerm: "ignore" });
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await expect.poll(() => said).toContain("up");
    child.kill("SIGTERM");
    await expect.poll(() => said).toContain("alive");
    child.kill("SIGKILL");
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  });

  it("writes the file that an argument names", async () => {
    tool = createFakeTool({ writes: [{ pathAfter: "-w", text: "recorded" }], diesAfterMs: 1 });
    const path = join(dirname(tool.path), "out");
    await once(spawn(tool.path, ["-n", "-w", path], { stdio: "ignore" }), "exit");
    expect(readFileSync(path, "utf8")).toBe("recorded");
  });

  it("floods a stream without a newline", async () => {
    const child = run({ floods: "stderr" });
    let bytes = 0;
    for await (const chunk of child.stderr ?? []) {
      expect(chunk.includes("\n")).toBe(false);
      bytes += chunk.length;
      if (bytes > 1_000_000) break;
    }
    expect(bytes).toBeGreaterThan(1_000_000);
    child.kill("SIGKILL");
  });

  it("leaves a grandchild that keeps its pipes open", async () => {
    const child = run({ ...up, keepsPipeOpenByGrandchild: true, diesAfterMs: 50 });
    let isClosed = false;
    child.once("close", () => {
      isClosed = true;
    });
    child.stdout?.resume();
    child.stderr?.resume();
    await once(child, "exit");
    expect(isClosed).toBe(false);
    const closed = once(child, "close");
    tool?.dispose();
    await closed;
  });

  it("is gone with its folder and all that it started, when it is disposed of", async () => {
    const child = run({ ...up, forksDaemon: true, onTerm: "ignore" });
    await untilSaid(child);
    const daemon = tool?.calls()[0]?.started[0];
    expect(existsSync(`/proc/${daemon}`)).toBe(true);
    tool?.dispose();
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    await expect.poll(() => isRunning(daemon)).toBe(false);
    expect(existsSync(tool?.path ?? "")).toBe(false);
  });
});

/** One that has ended and that nobody asks for its exit code has no command line. */
function isRunning(pid: number | undefined): boolean {
  const path = `/proc/${pid}/cmdline`;
  return existsSync(path) && readFileSync(path, "utf8") !== "";
}
