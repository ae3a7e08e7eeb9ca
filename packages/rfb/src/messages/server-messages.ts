import { LONGEST_CUT_TEXT, MOST_BYTES_AT_ONCE } from "../limits.ts";
import { malformed, RfbError } from "../rfb-error.ts";
import { type Decoding, readUint32 } from "../stream/decoding.ts";

/** The numbers of RFC 6143, section 7.6. */
export const SERVER_MESSAGES = { update: 0, colourMap: 1, bell: 2, cutText: 3 } as const;

const COLOUR_BYTES = 6;

/**
 * Passes over a message that is of no use here, whose type byte has been read: colours of a palette (we asked for true
 * colours), a bell, the clipboard.
 *
 * @throws AUX_RFB_MALFORMED for a type that does not exist, AUX_RFB_TOO_LONG
 */
export function* skipMessage(type: number): Decoding {
  if (type === SERVER_MESSAGES.bell) return;
  if (type === SERVER_MESSAGES.colourMap) yield* skip((yield 5).readUInt16BE(3) * COLOUR_BYTES);
  else if (type === SERVER_MESSAGES.cutText) yield* skipCutText();
  else throw malformed(`the server sent a message of the unknown type ${type}`);
}

function* skipCutText(): Decoding {
  yield 3;
  const length = yield* readUint32();
  if (length > LONGEST_CUT_TEXT) {
    const message = `a clipboard is said to have ${length} bytes; ${LONGEST_CUT_TEXT} are allowed`;
    throw new RfbError("AUX_RFB_TOO_LONG", message);
  }
  yield* skip(length);
}

function* skip(bytes: number): Decoding {
  for (let left = bytes; left > 0; left -= MOST_BYTES_AT_ONCE) yield Math.min(left, MOST_BYTES_AT_ONCE);
}
