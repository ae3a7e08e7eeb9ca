import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runStep, type Step, tryStep } from "./run-step.ts";

function buildStep(script: string, timeoutMs = 20_000): Step {
  const args = ["-c", script];
  return { file: "bash", args, cwd: "/", env: process.env, timeoutMs, remedy: "Mend it." };
}

describe("runStep", () => {
  it("tells command, folder, output and remedy of a command that fails", async () => {
    await expect(runStep(buildStep("echo told; exit 3"))).rejects.toThrow(
      ["$ bash -c echo told; exit 3", "  in /: ended with 3", "  | told", "  → Mend it."].join("\n"),
    );
  });

  it("ends a command and what it started when its time is over", async () => {
    const step = buildStep("sleep 600 & echo $!; wait", 500);
    const message = await runStep(step).catch((error: Error) => error.message);
    const pid = Number(/\| (\d+)/.exec(String(message))?.[1]);
    expect(message).toContain("took longer than 0.5 s");
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it("leaves the judgement of an exit code to who asked for it", async () => {
    expect(await tryStep(buildStep("echo no; exit 2"))).toEqual({ code: 2, output: "no\n" });
  });
});

// A process that has ended may stay on as a zombie (proc(5), state Z) where nobody waits for it.
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
