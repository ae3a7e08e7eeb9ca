import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProcessMachinery } from "./process-machinery.ts";

const never = new AbortController().signal;
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "machinery-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function shell(script: string, options: { politeTimeoutMs?: number } = {}) {
  return new ProcessMachinery({ command: ["sh", "-c", script], cwd: folder, output: "stderr", ...options });
}

function readPid(name: string): number {
  return Number(readFileSync(join(folder, name), "utf8"));
}

async function untilThere(name: string): Promise<void> {
  await vi.waitUntil(
    () => existsSync(join(folder, name)) && readFileSync(join(folder, name), "utf8").endsWith("\n"),
    {
      timeout: 5_000,
      interval: 10,
    },
  );
}

/** A killed process that nobody has waited for yet is none any more. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

describe("ProcessMachinery", () => {
  it("is off when the command has ended, and knows how", async () => {
    const machinery = shell("exit 7");
    await machinery.revert();
    await machinery.start(never);
    expect(await machinery.ended).toEqual({ code: 7, signal: null });
  });

  it("knows the signal that ended the command", async () => {
    const machinery = shell("kill -9 $$");
    await machinery.start(never);
    expect(await machinery.ended).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("hands arguments on as they are: no shell reads them", async () => {
    const odd = ["a b", "$HOME", "`id`", "; exit 3", "'", ""];
    const script = "require('fs').writeFileSync('args', JSON.stringify(process.argv.slice(1)))";
    const machinery = new ProcessMachinery({ command: ["node", "-e", script, "--", ...odd], cwd: folder });
    await machinery.start(never);
    expect(await machinery.ended).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(folder, "args"), "utf8"))).toEqual(odd);
  });

  it("ends a running command by SIGTERM and waits for its real end", async () => {
    const machinery = shell(
      "trap 'sleep 0.2; echo out > out; exit 0' TERM; echo $$ > pid; while :; do sleep 0.05; done",
    );
    await machinery.start(never);
    await untilThere("pid");
    await machinery.stop(never);
    expect(existsSync(join(folder, "out"))).toBe(true);
    expect(await machinery.ended).toEqual({ code: 0, signal: null });
  });

  it("gives a child of a shell that has already ended its polite time, too", async () => {
    const child =
      "trap 'sleep 0.2; echo out > out; exit 0' TERM; echo $$ > pid; while :; do sleep 0.05; done";
    writeFileSync(join(folder, "child.sh"), child);
    const machinery = shell("sh child.sh & wait");
    await machinery.start(never);
    await untilThere("pid");
    await machinery.stop(never);
    expect(existsSync(join(folder, "out"))).toBe(true);
    expect(isAlive(readPid("pid"))).toBe(false);
  });

  it("kills what ignores SIGTERM, its children included", async () => {
    const stubborn = "trap '' TERM; sleep 60 & echo $! > child; echo $$ > pid; while :; do sleep 0.05; done";
    const machinery = shell(stubborn, { politeTimeoutMs: 100 });
    await machinery.start(never);
    await untilThere("pid");
    await machinery.stop(never);
    expect(await machinery.ended).toEqual({ code: null, signal: "SIGKILL" });
    await vi.waitUntil(() => !isAlive(readPid("child")), { timeout: 2_000 });
  });

  it("kills at once when there is no time", async () => {
    const machinery = shell("trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done", {
      politeTimeoutMs: 60_000,
    });
    await machinery.start(never);
    await untilThere("pid");
    await machinery.stop(AbortSignal.abort());
    expect(await machinery.ended).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("ends what the command leaves behind in its group when it ends by itself", async () => {
    const machinery = shell("sleep 60 & echo $! > child");
    await machinery.start(never);
    await machinery.ended;
    await vi.waitUntil(() => !isAlive(readPid("child")), { timeout: 2_000 });
  });

  it("stops without a start, after its end, and twice at the same time", async () => {
    await shell("true").stop(never);
    const machinery = shell("echo $$ > pid; exec sleep 60");
    await machinery.start(never);
    await untilThere("pid");
    await Promise.all([machinery.stop(never), machinery.stop(never)]);
    await machinery.stop(never);
    expect(await machinery.ended).toEqual({ code: null, signal: "SIGTERM" });
  });

  it("does not start when it is already interrupted", async () => {
    await expect(shell("echo > started").start(AbortSignal.abort())).rejects.toThrow();
    expect(existsSync(join(folder, "started"))).toBe(false);
  });

  it.each([["nonesuch-command"], ["./nonesuch"], ["/etc/passwd"], ["/tmp"], [""]])(
    "says before anything starts that %j cannot be run",
    (file) => {
      expect(new ProcessMachinery({ command: [file] }).check()).toMatchObject([
        { code: "AUX_COMMAND_MISSING" },
      ]);
    },
  );

  it("has nothing against a command that is there", () => {
    expect(new ProcessMachinery({ command: ["sh"] }).check()).toEqual([]);
  });
});
