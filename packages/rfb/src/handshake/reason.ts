import { LONGEST_REASON } from "../limits.ts";
import { type Decoding, readUint32 } from "../stream/decoding.ts";

/** Reads the server's own words: the first 1024 bytes of them, whatever length it claims, without control characters. */
export function* readReason(): Decoding<string> {
  const length = yield* readUint32();
  return cleanText(yield Math.min(length, LONGEST_REASON));
}

/** Text out of a server that is safe to show on a terminal. */
export function cleanText(bytes: Buffer): string {
  return bytes
    .toString("utf8")
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim();
}
