import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/controlled-run.ts";
import { ProcessMachinery } from "./process-machinery.ts";

/** Runs a script to its end, and returns what was kept of its words. */
async function keep(script: string): Promise<string> {
  const logPath = join(temporaryFolder(), "logs", "command.log");
  const machinery = new ProcessMachinery({ command: ["sh", "-c", script], output: { logPath } });
  await machinery.start(new AbortController().signal);
  await machinery.ended;
  expect(statSync(logPath).mode & 0o777).toBe(0o600);
  return readFileSync(logPath, "latin1");
}

describe("the words of a command without a terminal", () => {
  it("are kept to the last, of both streams, byte for byte", async () => {
    const kept = await keep("printf 'a\\000\\377'; printf b >&2; cat; printf c; kill -9 $$");
    expect(kept.split("").toSorted()).toEqual(["\0", "a", "b", "c", "\xff"]);
  });

  it("are kept up to 4 MiB, and the command goes on", async () => {
    const kept = await keep("head -c 6000000 /dev/zero; printf end >&2");
    expect(kept.length).toBeGreaterThan(4 * 1024 * 1024);
    expect(kept.slice(4 * 1024 * 1024)).toMatch(/the rest is not kept/);
  });

  it("do not hold up its end when something that it left behind keeps its pipes", async () => {
    const began = performance.now();
    expect(await keep("setsid sleep 3 & echo done")).toBe("done\n");
    expect(performance.now() - began).toBeLessThan(2_500);
  });
});
