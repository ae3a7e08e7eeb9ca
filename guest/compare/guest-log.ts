import { type InputSeen, parseInputSeen } from "./input-seen.ts";

/** A request that the guest says it sent. */
export interface SentRequest {
  /** Seconds on the guest's clock, right before it left. */
  readonly atSeconds: number;
  readonly number: number;
  readonly kind: "dns" | "http" | "ping";
  /** The name, the path, or how many echo requests. */
  readonly what: string;
}

/** What the guest says about its input devices. */
export interface WatchedInput {
  /** Between these, in seconds on the guest's clock, nothing went by unseen. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Without one, a pointer's places and clicks have nowhere to go. */
  readonly hasTablet: boolean;
  readonly seen: InputSeen;
}

/** What the guest said on its console: see guest/README.md. */
export interface GuestLog {
  readonly sent: readonly SentRequest[];
  /** The screens that it showed, in order: `blue`, `stripes`, … */
  readonly screens: readonly string[];
  /** Frames that its network driver counted, from its first to its last. Undefined when it never said it. */
  readonly framesSent?: number;
  /** Undefined when it never counted. */
  readonly input?: WatchedInput;
  /** Whether it came to its last word. */
  readonly isOff: boolean;
}

const SENT = /guest (\d+\.\d+) sent (\d+) (dns|http|ping) (\S+)/g;
const SCREEN = /guest \d+\.\d+ screen (\S+)/g;
const FRAMES = /guest \d+\.\d+ frames sent (\d+) received \d+/;
const INPUT =
  /guest (\d+\.\d+) input watched( with a tablet)?[\s\S]*guest (\d+\.\d+) input over[\s\S]*guest \d+\.\d+ input (keys .*)/;
const OFF = /guest \d+\.\d+ off/;

/** Reads the console of a guest. */
export function parseGuestLog(console: string): GuestLog {
  const sent = [...console.matchAll(SENT)].map(([, seconds, number, kind, what = ""]) => ({
    atSeconds: Number(seconds),
    number: Number(number),
    kind: kind as SentRequest["kind"],
    what: kind === "http" ? new URL(what).pathname : what,
  }));
  const screens = [...console.matchAll(SCREEN)].map(([, name = ""]) => name);
  const frames = FRAMES.exec(console)?.[1];
  return {
    sent,
    screens,
    isOff: OFF.test(console),
    ...parseInput(console),
    ...(frames === undefined ? {} : { framesSent: Number(frames) }),
  };
}

function parseInput(console: string): Pick<GuestLog, "input"> {
  const [, from, tablet, to, words = ""] = INPUT.exec(console) ?? [];
  const seen = parseInputSeen(words);
  if (seen === undefined) return {};
  const [fromSeconds, toSeconds] = [Number(from), Number(to)];
  return { input: { fromSeconds, toSeconds, hasTablet: tablet !== undefined, seen } };
}
