import { LONGEST_NAME } from "../limits.ts";
import { RfbError } from "../rfb-error.ts";
import type { Decoding } from "../stream/decoding.ts";
import { cleanText } from "./reason.ts";

/** What the server says of its screen (RFC 6143, section 7.3.2). Its pixel format does not matter: we ask for ours. */
export interface ServerInit {
  readonly width: number;
  readonly height: number;
  /** Name of the desktop. */
  readonly name: string;
}

/** @throws AUX_RFB_TOO_LONG */
export function* readServerInit(): Decoding<ServerInit> {
  const init = yield 24;
  const length = init.readUInt32BE(20);
  if (length > LONGEST_NAME) {
    const message = `the desktop's name is said to have ${length} bytes; ${LONGEST_NAME} are allowed`;
    throw new RfbError("AUX_RFB_TOO_LONG", message);
  }
  const name = cleanText(yield length);
  return { width: init.readUInt16BE(0), height: init.readUInt16BE(2), name };
}
