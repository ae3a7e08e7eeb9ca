import { describe, expect, it } from "vitest";
import { findEventProblem } from "./event-problem.ts";

const timestamp = { seconds: 1, microseconds: 0 };

describe("findEventProblem", () => {
  it.each([
    [
      "GUEST_PANICKED",
      { action: "pause" },
      "AUX_CONSOLE_GUEST_PANICKED",
      "the guest panicked (action: pause)",
    ],
    ["WATCHDOG", { action: "reset" }, "AUX_CONSOLE_WATCHDOG", "the watchdog expired (action: reset)"],
    [
      "BLOCK_IO_ERROR",
      { device: "", "node-name": "disk0", operation: "write", action: "stop", reason: "No space left" },
      "AUX_CONSOLE_DISK_ERROR",
      "the disk disk0 failed a write: No space left",
    ],
  ])("finds the problem behind %s", (event, data, code, message) => {
    expect(findEventProblem({ event, data, timestamp })).toMatchObject({ code, message });
  });

  it.each(["SHUTDOWN", "RESET", "STOP", "RESUME", "SOMETHING_NEW"])("finds none behind %s", (event) => {
    expect(findEventProblem({ event, data: {}, timestamp })).toBeUndefined();
  });
});
