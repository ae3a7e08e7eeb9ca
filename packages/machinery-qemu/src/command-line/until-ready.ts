import { once } from "node:events";
import { createConnection } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Machine } from "@aux/core";
import type { SnapshotArguments } from "./parse-arguments.ts";

/** What of the console is looked at, in characters. */
const KEPT = 1_000_000;

/** Waits as it was asked for: for a word on the console, for a time, or for Enter. */
export async function untilReady(
  args: SnapshotArguments,
  machine: Machine,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const { consoleText, afterMs } = args;
  if (afterMs !== undefined) await delay(afterMs, undefined, { signal });
  else if (consoleText !== undefined) await untilSaid(machine.console ?? "", consoleText, signal);
  else {
    say(`The machine runs. Screen: ${machine.vnc ?? "none"} (VNC); console: ${machine.console}`);
    say("Press Enter when it is as it is to be kept.");
    await once(process.stdin, "data", { signal });
  }
}

async function untilSaid(path: string, text: string, signal: AbortSignal): Promise<void> {
  const socket = createConnection({ path, signal });
  let said = "";
  try {
    for await (const chunk of socket.setEncoding("utf8").iterator({ destroyOnReturn: true })) {
      said = (said + String(chunk)).slice(-KEPT);
      if (said.includes(text)) return;
    }
    throw new Error(`the console ended without ${JSON.stringify(text)}`);
  } finally {
    socket.destroy();
  }
}
