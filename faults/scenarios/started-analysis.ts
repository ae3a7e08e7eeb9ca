import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Stage } from "./stage.ts";

const PATIENCE_MS = 10_000;

/** Waits for something that happens soon. @throws Error when it does not */
async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`this did not happen within ${PATIENCE_MS} ms: ${what}`);
    await delay(10);
  }
}

/** The pid of a tool of an analysis that goes on, by its journal. */
export function findToolPid(stage: Stage, id: string, name: string): number {
  const events = readJournal(stage, id) as readonly { event: string; name?: string; pid?: number }[];
  const pid = events.findLast((event) => event.event === "tool" && basename(event.name ?? "") === name)?.pid;
  if (pid === undefined) throw new Error(`the journal of analysis ${id} knows no ${name}`);
  return pid;
}

/** The lines of an analysis' journal. */
function readJournal(stage: Stage, id: string): readonly unknown[] {
  const text = readFileSync(join(stage.path, "storage/analysis", id, "journal.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

/** Waits until packets are in the capture's file. */
export async function untilCaptured(stage: Stage, id: string): Promise<void> {
  const path = join(stage.path, "storage/analysis", id, "dump.pcap");
  await until(`packets in ${path}`, () => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 4_096);
}

/** Waits until nothing of a killed run is left. */
export async function untilQuiet(stage: Stage): Promise<void> {
  await until("all processes end", () => stage.listProcesses().length === 0);
}
