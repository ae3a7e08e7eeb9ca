import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { countMemoryKills } from "./count-memory-kills.ts";
import { explainEnd } from "./explain-end.ts";
import type { ToolExit } from "./tool-options.ts";

function explain(end: Partial<ToolExit>, outOfMemoryKills = 0) {
  const exit: ToolExit = { code: 1, signal: null, lastWords: [], expected: false, ...end };
  return explainEnd(exit, { name: "tool", outOfMemoryKills });
}

describe("explainEnd", () => {
  it.each([
    ["sort: write failed: /tmp/x: No space left on device", "AUX_TOOL_DISK_FULL"],
    ["Error: ENOSPC: no space left on device, write", "AUX_TOOL_DISK_FULL"],
    ["write error: Disk quota exceeded", "AUX_TOOL_DISK_FULL"],
    ["fork: Cannot allocate memory", "AUX_TOOL_OUT_OF_MEMORY"],
    ["terminate called after throwing an instance of 'std::bad_alloc'", "AUX_TOOL_OUT_OF_MEMORY"],
    ["open: Permission denied", "AUX_TOOL_PERMISSION"],
    ["socket: Operation not permitted", "AUX_TOOL_PERMISSION"],
    ["/etc/x: Read-only file system", "AUX_TOOL_PERMISSION"],
    ["I am tired", "AUX_TOOL_DIED"],
  ])("tells by the last words: %s", (line, code) => {
    const { code: found, message, lastWords } = explain({ lastWords: ["hello", line] });
    expect([found, lastWords]).toEqual([code, ["hello", line]]);
    expect(message).toContain(line);
  });

  it("takes the latest words that say something, and none at all", () => {
    const lastWords = ["open: Permission denied", "write: No space left on device", "good bye"];
    expect(explain({ lastWords }).code).toBe("AUX_TOOL_DISK_FULL");
    expect(explain({ code: 7 })).toMatchObject({
      code: "AUX_TOOL_DIED",
      message: "tool ended with exit code 7",
    });
  });

  it("tells whose signal it was not, and when the kernel may have sent it for want of memory", () => {
    const lastWords = ["open: Permission denied"];
    const killed: Partial<ToolExit> = { code: null, signal: "SIGKILL", lastWords };
    expect(explain(killed)).toMatchObject({
      code: "AUX_TOOL_SIGNALLED",
      message: expect.stringContaining("SIGKILL"),
    });
    expect(explain(killed, 1).code).toBe("AUX_TOOL_OUT_OF_MEMORY");
    expect(explain({ ...killed, signal: "SIGSEGV" }, 1).code).toBe("AUX_TOOL_SIGNALLED");
  });
});

it("counts the kernel's kills for want of memory, and none where it does not say", () => {
  const folder = mkdtempSync(join(tmpdir(), "vmstat-"));
  try {
    writeFileSync(join(folder, "vmstat"), "nr_free_pages 12\noom_kill 34\nzone_reclaim_failed 0\n");
    expect(countMemoryKills(join(folder, "vmstat"))).toBe(34);
    expect(countMemoryKills(join(folder, "none"))).toBe(0);
    expect(countMemoryKills()).toBeGreaterThanOrEqual(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
