import type { JournalLine } from "./journal-event.ts";

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown): boolean => typeof value === "string";
const isOptionalText = (value: unknown): boolean => value === undefined || isText(value);
const isNumber = (value: unknown): boolean => Number.isFinite(value);
const isFlag = (value: unknown): boolean => typeof value === "boolean";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
/** 0, -1 and 1 mean something else to kill(2) than a process of ours. */
const isPid = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 1;
const isTicks = (value: unknown): boolean => isText(value) && /^\d{0,20}$/.test(String(value));
const isShaped = (shape: Shape) => (value: unknown) =>
  isObject(value) &&
  Object.entries(shape).every(([key, isRight]) => isRight(Reflect.get(Object(value), key)));

const INSTANT: Shape = { wall: isText, monotonicMs: isNumber };
const PROCESS: Shape = { pid: isPid, startTicks: isTicks };
const PROBLEM: Shape = { code: isText, message: isText, remedy: isText };

const EVENTS: Readonly<Record<JournalLine["event"], Shape>> = {
  run: {
    journal: isNumber,
    runner: isShaped(PROCESS),
    host: isShaped({ bootId: isText, pidNamespace: isText }),
    token: (value) => isText(value) && /^[0-9a-f]{32}$/.test(String(value)),
    temporaryPath: isText,
    record: isShaped({
      task: isShaped({ id: isText }),
      machine: isShaped({ name: isText }),
      folder: isText,
      started: isShaped(INSTANT),
    }),
  },
  auxiliary: { name: isText, order: isNumber, required: isFlag, state: isText, reason: isOptionalText },
  state: { auxiliary: isText, state: isText, reason: isOptionalText },
  artifact: { auxiliary: isText, path: isText, kind: isText },
  tool: { ...PROCESS, name: isText, auxiliary: isOptionalText },
  "tool-end": PROCESS,
  acquired: { id: isNumber, what: isText, auxiliary: isOptionalText },
  released: { id: isNumber },
  problem: { problem: isShaped(PROBLEM), auxiliary: isOptionalText },
  phase: { phase: isShaped({ name: isText, started: isShaped(INSTANT) }) },
  end: { outcome: isText },
};

/** One line of a journal; undefined for one that was cut, is garbage, or says what this version does not know. */
export function parseJournalLine(text: string): JournalLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    const event: unknown = isObject(line) ? Reflect.get(Object(line), "event") : undefined;
    if (typeof event !== "string" || !Object.hasOwn(EVENTS, event)) return undefined;
    const shape = { at: isShaped(INSTANT), ...EVENTS[event as JournalLine["event"]] };
    // The shape of this event was just checked; no type can say so.
    return isShaped(shape)(line) ? (line as JournalLine) : undefined;
  } catch {
    return undefined;
  }
}
