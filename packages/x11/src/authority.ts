import { readFile, stat } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import type { DisplayName } from "./display-name.ts";
import { LONGEST_AUTHORITY } from "./limits.ts";
import { X11Error } from "./x11-error.ts";

const COOKIE = "MIT-MAGIC-COOKIE-1";
const INTERNET = 0;
const LOCAL = 256;
const WILD = 65_535;

interface AuthorityEntry {
  readonly family: number;
  readonly address: Buffer;
  readonly number: string;
  readonly name: string;
  readonly data: Buffer;
}

/**
 * The cookie that a display wants, out of the file that xauth keeps (Xsecurity(7)); undefined where there is none.
 *
 * @param path default XAUTHORITY, else `.Xauthority` in the home folder; these two need not be there.
 * @param peer the address of the X server, where it is another host.
 * @throws AUX_X11_AUTHORITY
 */
export async function findCookie(
  display: DisplayName,
  path: string | undefined,
  peer: string | undefined,
): Promise<Buffer | undefined> {
  const usual = process.env.XAUTHORITY ?? join(homedir(), ".Xauthority");
  const bytes = await readAuthority(path ?? usual, path !== undefined);
  for (const entry of parseAuthority(bytes)) {
    const isNumber = entry.number === "" || entry.number === `${display.number}`;
    if (isNumber && entry.name === COOKIE && isFor(entry, display, peer)) return entry.data;
  }
  return undefined;
}

/** The entries of such a file; whatever is cut off at its end is left out. */
function* parseAuthority(bytes: Buffer): Generator<AuthorityEntry> {
  let at = 0;
  const takeField = (): Buffer | undefined => {
    if (at + 2 > bytes.length) return undefined;
    const end = at + 2 + bytes.readUInt16BE(at);
    const field = end > bytes.length ? undefined : bytes.subarray(at + 2, end);
    at = end;
    return field;
  };
  while (at + 2 <= bytes.length) {
    const family = bytes.readUInt16BE(at);
    at += 2;
    const [address, number, name, data] = [takeField(), takeField(), takeField(), takeField()];
    if (address === undefined || number === undefined || name === undefined || data === undefined) return;
    yield { family, address, number: number.toString("latin1"), name: name.toString("latin1"), data };
  }
}

async function readAuthority(path: string, mustExist: boolean): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > LONGEST_AUTHORITY)
      throw new Error(`it has ${size} bytes, at most ${LONGEST_AUTHORITY} are read`);
    return await readFile(path);
  } catch (error) {
    if (!mustExist) return Buffer.alloc(0);
    const reason = error instanceof Error ? error.message : String(error);
    throw new X11Error("AUX_X11_AUTHORITY", `${path}: ${reason}`, { cause: error });
  }
}

function isFor(
  { family, address }: AuthorityEntry,
  { host }: DisplayName,
  peer: string | undefined,
): boolean {
  const isHere = host === undefined || peer === "127.0.0.1" || peer === "::1";
  if (family === WILD) return true;
  if (family === LOCAL) return address.toString("latin1") === (isHere ? hostname() : host);
  return family === INTERNET && address.join(".") === peer?.replace(/^::ffff:/, "");
}
