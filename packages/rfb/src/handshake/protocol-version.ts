import { RfbError } from "../rfb-error.ts";
import type { Decoding } from "../stream/decoding.ts";

/** A version of the protocol that is spoken here (RFC 6143, section 7.1.1). */
export type RfbVersion = "3.3" | "3.7" | "3.8";

const BANNER_BYTES = 12;
const BANNER = /^RFB (\d{3})\.(\d{3})\n$/;

/**
 * Reads the server's version and says which one to speak: the highest that both know. What is none of the three counts
 * as 3.3 below 3.7, as the RFC says of 3.5; and as 3.8 above, which is what RealVNC's 4.1 and Apple's 3.889 expect.
 *
 * @throws AUX_RFB_NOT_RFB
 */
export function* readVersion(): Decoding<RfbVersion> {
  // Four bytes tell a VNC server from others, which may never send twelve.
  const start = yield 4;
  if (start.toString("latin1") !== "RFB ") throw notRfb(start);
  const banner = Buffer.concat([start, yield BANNER_BYTES - start.length]);
  const match = BANNER.exec(banner.toString("latin1"));
  if (match === null) throw notRfb(banner);
  return chooseVersion(Number(match[1]), Number(match[2]));
}

/** What the client answers: its version, in the form of the server's. */
export function buildVersion(version: RfbVersion): Buffer {
  return Buffer.from(`RFB 003.00${version.at(-1)}\n`, "latin1");
}

function chooseVersion(major: number, minor: number): RfbVersion {
  if (major > 3 || (major === 3 && minor >= 8)) return "3.8";
  return major === 3 && minor === 7 ? "3.7" : "3.3";
}

function notRfb(bytes: Buffer): RfbError {
  return new RfbError("AUX_RFB_NOT_RFB", `the first bytes are ${JSON.stringify(bytes.toString("latin1"))}`);
}
