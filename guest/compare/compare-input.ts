import { readFileSync } from "node:fs";
import type { LoggedAction } from "@aux/human";
import type { ServiceEntry } from "../lab/services/service-log.ts";
import type { Comparison } from "./compare-capture.ts";
import type { GuestLog, SentRequest, WatchedInput } from "./guest-log.ts";
import type { InputSeen } from "./input-seen.ts";
import { countPresses } from "./linux-keys.ts";

/** When the guest surely watched its input devices, on this host's clock, in milliseconds since 1970. */
interface Watch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a server was asked, and when. */
type AnsweredRequest = Pick<ServiceEntry, "what" | "atMs">;

/** A program of the guest's that was just started may take so long to look. */
const SETTLE_MS = 300;

/** The guest's clock on this host's: servers log its requests right after it did. (A capture of QEMU's own is seconds off.) */
function findWatch(
  { fromSeconds, toSeconds }: Pick<WatchedInput, "fromSeconds" | "toSeconds">,
  sent: readonly SentRequest[],
  entries: readonly AnsweredRequest[],
): Watch {
  const starts = sent.flatMap(({ what, atSeconds }) => {
    const entry = entries.findLast((each) => each.what === what);
    return entry === undefined ? [] : [entry.atMs - atSeconds * 1000];
  });
  const startMs = Math.min(...starts);
  return { fromMs: startMs + fromSeconds * 1000 + SETTLE_MS, toMs: startMs + toSeconds * 1000 };
}

/** The lines of `human.jsonl`. */
export function readActions(path: string): LoggedAction[] {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as LoggedAction);
}

/**
 * Holds what was done against what the guest's devices saw: all that was done while the guest surely watched arrived, and
 * nothing else did.
 */
export function compareInput(
  actions: readonly LoggedAction[],
  { input, sent }: Pick<GuestLog, "input" | "sent">,
  entries: readonly AnsweredRequest[],
): Comparison[] {
  if (input === undefined)
    return [{ source: "what the guest's input devices saw", told: 0, found: 0, missing: ["all of it"] }];
  const watch = findWatch(input, sent, entries);
  const sure = actions.filter((action) => isWithin(action, watch));
  const comparisons = [
    ...(input.hasTablet ? comparePointer(actions, sure, input.seen) : []),
    ...compareKeyboard(actions, sure, input.seen),
  ];
  return comparisons.filter(({ told, missing }) => told > 0 || missing.length > 0);
}

function comparePointer(
  actions: readonly LoggedAction[],
  sure: readonly LoggedAction[],
  seen: InputSeen,
): Comparison[] {
  const moved = sure.filter(({ x }) => x !== undefined).length;
  return [
    compareCount("ways of the pointer", moved, Number.POSITIVE_INFINITY, seen.moves),
    compareCount("clicks", countClicks(sure), countClicks(actions), seen.clicks),
  ];
}

function compareKeyboard(
  actions: readonly LoggedAction[],
  sure: readonly LoggedAction[],
  seen: InputSeen,
): Comparison[] {
  return [
    compareCount("keys that were pressed", countKeys(sure), countKeys(actions), sum(seen.keys.values())),
    compareKeys(actions, seen),
  ];
}

function isWithin({ wall, tookMs }: LoggedAction, { fromMs, toMs }: Watch): boolean {
  const beganMs = Date.parse(wall);
  return beganMs >= fromMs && beganMs + tookMs <= toMs;
}

function compareCount(what: string, least: number, most: number, seen: number): Comparison {
  const missing = seen >= least && seen <= most ? [] : [`${seen} arrived of ${least} to ${most}`];
  return { source: `${what} while the guest watched`, told: least, found: Math.min(seen, least), missing };
}

/** No key that was not pressed, and none more often than it was. */
function compareKeys(actions: readonly LoggedAction[], seen: InputSeen): Comparison {
  const pressed = countPresses(actions.map(({ text = "" }) => text).join(""));
  const shifts = actions.filter(({ isInterrupted }) => isInterrupted === true).length;
  const strange = [...seen.keys].filter(([code, count]) => count > (pressed.get(code) ?? 0) + shifts);
  return {
    source: "keys that the guest saw pressed, as those typed",
    told: seen.keys.size,
    found: seen.keys.size - strange.length,
    missing: strange.map(([code, count]) => `key ${code} was pressed ${count} times, by nobody here`),
  };
}

function countKeys(actions: readonly LoggedAction[]): number {
  return sum(actions.map(({ presses = 0 }) => presses));
}

function countClicks(actions: readonly LoggedAction[]): number {
  return sum(actions.map(({ clicks = 0 }) => clicks));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
