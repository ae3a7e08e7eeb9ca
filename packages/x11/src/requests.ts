import type { Rectangle } from "./rectangle.ts";

/** Requests of the core protocol (X Window System Protocol, Appendix B) and of DAMAGE (damageproto), as bytes. */

const [CHANGE_ATTRIBUTES, GET_GEOMETRY, GET_IMAGE, QUERY_EXTENSION] = [2, 14, 73, 98];
const [DAMAGE_QUERY_VERSION, DAMAGE_CREATE, DAMAGE_SUBTRACT] = [0, 1, 3];
const EVENT_MASK = 1 << 11;
const STRUCTURE_NOTIFY = 1 << 17;
const Z_PIXMAP = 2;
const ALL_PLANES = 0xffffffff;
/** Each area is told once, until it is subtracted: a busy screen brings no flood of events. */
const DELTA_RECTANGLES = 1;

/** Asks for word of every new size of a window. */
export function buildSelectSize(window: number): Buffer {
  return buildRequest(CHANGE_ATTRIBUTES, 0, [window, EVENT_MASK, STRUCTURE_NOTIFY]);
}

/** Asks for a window's size. */
export function buildGetGeometry(window: number): Buffer {
  return buildRequest(GET_GEOMETRY, 0, [window]);
}

/** Asks for the pixels of a rectangle of a window, with all that lies on it. */
export function buildGetImage(window: number, { x, y, width, height }: Rectangle): Buffer {
  return buildRequest(GET_IMAGE, Z_PIXMAP, [window, joinShorts(x, y), joinShorts(width, height), ALL_PLANES]);
}

/** Asks whether there is an extension. */
export function buildQueryExtension(name: string): Buffer {
  const text = Buffer.alloc(Math.ceil(name.length / 4) * 4);
  text.write(name, "latin1");
  const words = Array.from({ length: text.length / 4 }, (_, index) => text.readUInt32LE(index * 4));
  return buildRequest(QUERY_EXTENSION, 0, [name.length, ...words]);
}

/** Says which version of DAMAGE is spoken; it must be said before anything else. */
export function buildDamageVersion(opcode: number): Buffer {
  return buildRequest(opcode, DAMAGE_QUERY_VERSION, [1, 1]);
}

/** Asks for word of every change of a window and of all that lies on it. */
export function buildDamageCreate(opcode: number, damage: number, window: number): Buffer {
  return buildRequest(opcode, DAMAGE_CREATE, [damage, window, DELTA_RECTANGLES]);
}

/** Forgets all changes until now. */
export function buildDamageSubtract(opcode: number, damage: number): Buffer {
  return buildRequest(opcode, DAMAGE_SUBTRACT, [damage, 0, 0]);
}

function buildRequest(opcode: number, detail: number, words: readonly number[]): Buffer {
  const request = Buffer.alloc(4 + 4 * words.length);
  request.writeUInt8(opcode);
  request.writeUInt8(detail, 1);
  request.writeUInt16LE(1 + words.length, 2);
  for (const [index, word] of words.entries()) request.writeUInt32LE(word >>> 0, 4 + 4 * index);
  return request;
}

function joinShorts(low: number, high: number): number {
  return ((high & 0xffff) << 16) | (low & 0xffff);
}
