import type { RfbConnection } from "../rfb-connection.ts";
import { type Decoding, readBytes } from "../stream/decoding.ts";
import { buildVersion, type RfbVersion, readVersion } from "./protocol-version.ts";
import {
  chooseSecurity,
  type RfbSecurity,
  readSecurityResult,
  readSecurityTypes,
  SECURITY_NUMBERS,
} from "./security.ts";
import { readServerInit, type ServerInit } from "./server-init.ts";
import { buildChallengeAnswer, CHALLENGE_BYTES } from "./vnc-authentication.ts";

/** What was agreed upon with the server. */
export interface Agreement extends ServerInit {
  readonly version: RfbVersion;
  readonly security: RfbSecurity;
}

/** What the handshake needs to know, and how it can say what it waits for. */
export interface HandshakeOptions {
  readonly password: string | undefined;
  readonly isShared: boolean;
  readonly waitFor: (what: string) => void;
}

/**
 * Greets the server and is let in (RFC 6143, sections 7.1 to 7.3).
 *
 * @throws AUX_RFB_NOT_RFB, AUX_RFB_REFUSED, AUX_RFB_PASSWORD_MISSING, AUX_RFB_PASSWORD_REFUSED,
 * AUX_RFB_SECURITY_UNSUPPORTED, AUX_RFB_TOO_LONG, AUX_RFB_CLOSED
 */
export async function shakeHands(connection: RfbConnection, options: HandshakeOptions): Promise<Agreement> {
  const read = <Result>(what: string, decoding: Decoding<Result>) => {
    options.waitFor(what);
    return connection.decode(decoding);
  };
  const version = await read("the server's version", readVersion());
  connection.send(buildVersion(version));
  const types = await read("the server's security types", readSecurityTypes(version));
  const security = chooseSecurity(types, options.password !== undefined);
  if (version !== "3.3") connection.send(Buffer.from([SECURITY_NUMBERS[security]]));
  if (security === "vnc") {
    const challenge = await read("the server's challenge", readBytes(CHALLENGE_BYTES));
    connection.send(buildChallengeAnswer(options.password ?? "", challenge));
  }
  await read("the server's word on the password", readSecurityResult(version, security));
  connection.send(Buffer.from([options.isShared ? 1 : 0]));
  return { version, security, ...(await read("the server's screen", readServerInit())) };
}
