/** A request that the guest says it sent. */
export interface SentRequest {
  readonly number: number;
  readonly kind: "dns" | "http" | "ping";
  /** The name, the path, or how many echo requests. */
  readonly what: string;
}

/** What the guest said on its console: see guest/README.md. */
export interface GuestLog {
  readonly sent: readonly SentRequest[];
  /** Frames that its network driver counted, from its first to its last. Undefined when it never said it. */
  readonly framesSent?: number;
  /** Whether it came to its last word. */
  readonly isOff: boolean;
}

const SENT = /guest \d+\.\d+ sent (\d+) (dns|http|ping) (\S+)/g;
const FRAMES = /guest \d+\.\d+ frames sent (\d+) received \d+/;
const OFF = /guest \d+\.\d+ off/;

/** Reads the console of a guest. */
export function parseGuestLog(console: string): GuestLog {
  const sent = [...console.matchAll(SENT)].map(([, number, kind, what = ""]) => ({
    number: Number(number),
    kind: kind as SentRequest["kind"],
    what: kind === "http" ? new URL(what).pathname : what,
  }));
  const frames = FRAMES.exec(console)?.[1];
  return { sent, isOff: OFF.test(console), ...(frames === undefined ? {} : { framesSent: Number(frames) }) };
}
