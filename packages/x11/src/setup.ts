import { buildPixelFormat, type PixelFormat } from "./pixel-format.ts";
import { malformed, X11Error } from "./x11-error.ts";

/** What the server says about itself, as far as it is needed here. */
export interface Setup {
  /** The window that the whole screen is. */
  readonly root: number;
  /** An identifier that is ours to give to something. */
  readonly ownId: number;
  readonly format: PixelFormat;
}

/** Status, length of a reason, version, length of the rest in units of four bytes. */
export const SETUP_HEAD_BYTES = 8;

const COOKIE_NAME = "MIT-MAGIC-COOKIE-1";
const SUCCESS = 1;
const FIXED_BYTES = 32;
const [FORMAT_BYTES, SCREEN_BYTES, DEPTH_BYTES, VISUAL_BYTES] = [8, 40, 8, 24];

/** The first message of a connection (X Window System Protocol, "Connection Setup"): little-endian, version 11. */
export function buildSetup(cookie: Buffer | undefined): Buffer {
  const name = Buffer.from(cookie === undefined ? "" : COOKIE_NAME);
  const data = cookie ?? Buffer.alloc(0);
  const head = Buffer.alloc(12);
  head.write("l");
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(name.length, 6);
  head.writeUInt16LE(data.length, 8);
  return Buffer.concat([head, pad(name), pad(data)]);
}

/**
 * Bytes that follow the head of the answer.
 *
 * @throws AUX_X11_MALFORMED
 */
export function parseSetupHead(head: Buffer): number {
  const isX11 = head.readUInt8(0) <= 2 && (head.readUInt8(0) === 2 || head.readUInt16LE(2) === 11);
  if (!isX11) throw malformed("what answers is no X server");
  return head.readUInt16LE(6) * 4;
}

/** @throws AUX_X11_REFUSED, AUX_X11_MALFORMED, AUX_X11_UNSUPPORTED */
export function parseSetup(status: number, body: Buffer, screen: number): Setup {
  if (status !== SUCCESS) throw new X11Error("AUX_X11_REFUSED", readReason(body));
  try {
    return parseSuccess(body, screen);
  } catch (error) {
    if (error instanceof RangeError) throw malformed("the X server's setup ends too early");
    throw error;
  }
}

function parseSuccess(body: Buffer, screen: number): Setup {
  const isLeastByteFirst = body.readUInt8(22) === 0;
  const formats = FIXED_BYTES + padded(body.readUInt16LE(16));
  const firstScreen = formats + body.readUInt8(21) * FORMAT_BYTES;
  if (screen >= body.readUInt8(20)) throw malformed(`the display has no screen ${screen}`);
  let at = firstScreen;
  for (let skipped = 0; skipped < screen; skipped++) at = skipScreen(body, at);
  const depth = body.readUInt8(at + 38);
  const masks = findMasks(body, at, body.readUInt32LE(at + 32));
  const bitsPerPixel = findBitsPerPixel(body, formats, depth);
  const format = buildPixelFormat({ depth, bitsPerPixel, isLeastByteFirst, masks });
  return { root: body.readUInt32LE(at), ownId: body.readUInt32LE(4), format };
}

function findBitsPerPixel(body: Buffer, formats: number, depth: number): number {
  for (let index = 0; index < body.readUInt8(21); index++) {
    const at = formats + index * FORMAT_BYTES;
    if (body.readUInt8(at) === depth) return body.readUInt8(at + 1);
  }
  throw malformed(`there is no format for the screen's depth, ${depth}`);
}

/** Where the colours of a visual are. Of one that has none (a palette) they are 0. */
function findMasks(body: Buffer, screenAt: number, visual: number) {
  for (const at of listVisuals(body, screenAt)) {
    if (body.readUInt32LE(at) !== visual) continue;
    const [red, green, blue] = [8, 12, 16].map((offset) => body.readUInt32LE(at + offset));
    return { red: red ?? 0, green: green ?? 0, blue: blue ?? 0 };
  }
  throw malformed("the screen's visual is not among its visuals");
}

function* listVisuals(body: Buffer, screenAt: number): Generator<number> {
  let at = screenAt + SCREEN_BYTES;
  for (let depth = 0; depth < body.readUInt8(screenAt + 39); depth++) {
    const visuals = body.readUInt16LE(at + 2);
    at += DEPTH_BYTES;
    for (let visual = 0; visual < visuals; visual++, at += VISUAL_BYTES) yield at;
  }
}

function skipScreen(body: Buffer, screenAt: number): number {
  let at = screenAt + SCREEN_BYTES;
  for (let depth = 0; depth < body.readUInt8(screenAt + 39); depth++) {
    at += DEPTH_BYTES + body.readUInt16LE(at + 2) * VISUAL_BYTES;
  }
  return at;
}

function readReason(body: Buffer): string {
  const text = body
    .toString("latin1")
    .replace(/[^ -~]+/g, " ")
    .trim();
  return text === "" ? "the X server gives no reason" : `the X server says "${text.slice(0, 200)}"`;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
}
