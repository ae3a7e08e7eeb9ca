import { RfbError } from "../rfb-error.ts";
import { type Decoding, readByte, readBytes, readUint32 } from "../stream/decoding.ts";
import type { RfbVersion } from "./protocol-version.ts";
import { readReason } from "./reason.ts";

/** How the server lets one in: without a password, or with one by VNC authentication. */
export type RfbSecurity = "none" | "vnc";

/** The numbers of RFC 6143, section 7.2. */
export const SECURITY_NUMBERS: Readonly<Record<RfbSecurity, number>> = { none: 1, vnc: 2 };

const KNOWN_NAMES: Readonly<Record<number, string>> = {
  5: "RA2",
  6: "RA2ne",
  16: "Tight",
  18: "TLS",
  19: "VeNCrypt",
  20: "SASL",
  30: "Apple Remote Desktop",
};

/**
 * Reads what the server offers. In 3.3 it decides alone, from 3.7 on it gives a list.
 *
 * @throws AUX_RFB_REFUSED
 */
export function* readSecurityTypes(version: RfbVersion): Decoding<readonly number[]> {
  const types = version === "3.3" ? yield* readOnlyType() : [...(yield* readBytes(yield* readByte()))];
  if (types.length > 0) return types;
  throw new RfbError("AUX_RFB_REFUSED", `the server refuses the connection: ${yield* readReason()}`);
}

function* readOnlyType(): Decoding<readonly number[]> {
  const type = yield* readUint32();
  return type === 0 ? [] : [type];
}

/**
 * Chooses among what the server offers; a password is used where it can be.
 *
 * @throws AUX_RFB_PASSWORD_MISSING, AUX_RFB_SECURITY_UNSUPPORTED
 */
export function chooseSecurity(types: readonly number[], hasPassword: boolean): RfbSecurity {
  const isOffered = (security: RfbSecurity) => types.includes(SECURITY_NUMBERS[security]);
  if (hasPassword && isOffered("vnc")) return "vnc";
  if (isOffered("none")) return "none";
  if (isOffered("vnc")) throw new RfbError("AUX_RFB_PASSWORD_MISSING", "the server asks for a password");
  const names = types.map((type) => KNOWN_NAMES[type] ?? `type ${type}`).join(", ");
  throw new RfbError("AUX_RFB_SECURITY_UNSUPPORTED", `the server offers only ${names}`);
}

/**
 * Reads whether the server lets the client in.
 *
 * @throws AUX_RFB_PASSWORD_REFUSED, AUX_RFB_REFUSED
 */
export function* readSecurityResult(version: RfbVersion, security: RfbSecurity): Decoding {
  // Before 3.8 nothing is said after None, and no reason is given.
  if (security === "none" && version !== "3.8") return;
  const result = yield* readUint32();
  if (result === 0) return;
  const reason = version === "3.8" ? yield* readReason() : "no reason is given";
  const code = security === "vnc" ? "AUX_RFB_PASSWORD_REFUSED" : "AUX_RFB_REFUSED";
  throw new RfbError(code, `the server lets nobody in: ${reason}`);
}
