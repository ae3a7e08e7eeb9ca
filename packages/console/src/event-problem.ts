import type { Problem } from "@aux/core";
import type { QmpEvent } from "@aux/qmp";
import { consoleProblem } from "./console-problems.ts";

/** The problem behind an event; undefined where nothing is wrong. Source: QEMU QMP Reference Manual. */
export function findEventProblem({ event, data }: QmpEvent): Problem | undefined {
  switch (event) {
    case "GUEST_PANICKED":
      return consoleProblem(
        "AUX_CONSOLE_GUEST_PANICKED",
        `the guest panicked${describe("action", data.action)}`,
      );
    case "BLOCK_IO_ERROR":
      return consoleProblem("AUX_CONSOLE_DISK_ERROR", describeDiskError(data));
    case "WATCHDOG":
      return consoleProblem("AUX_CONSOLE_WATCHDOG", `the watchdog expired${describe("action", data.action)}`);
    default:
      return undefined;
  }
}

function describeDiskError(data: QmpEvent["data"]): string {
  const disk = data.device === "" || data.device === undefined ? data["node-name"] : data.device;
  const reason = typeof data.reason === "string" ? `: ${data.reason}` : "";
  return `the disk ${String(disk)} failed a ${String(data.operation)}${reason}`;
}

function describe(key: string, value: unknown): string {
  return typeof value === "string" ? ` (${key}: ${value})` : "";
}
