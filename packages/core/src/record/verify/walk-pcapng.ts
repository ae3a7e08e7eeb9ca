import type { UnitWalk, WalkView } from "./unit-walker.ts";
import type { PacketTally } from "./walk-capture.ts";

/** The type of a section's header, the same in either byte order: how a file begins. */
export const PCAPNG_MAGIC = 0x0a0d0d0a;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const ENHANCED_PACKET = 6;
/** The simple packet block, and the obsolete one. */
const OTHER_PACKETS = new Set([2, 3]);
/** Of a block with an empty body. */
const SHORTEST_BLOCK_BYTES = 12;
const SHORTEST_PACKET_BYTES = 32;
/** libpcap's own limit (`MAX_BLOCKSIZE`). */
const LONGEST_BLOCK_BYTES = 16 * 1024 * 1024;

interface Block {
  readonly type: number;
  readonly length: number;
  /** Of what was looked at already. */
  readonly seenBytes: number;
}

/** Block for block, from behind the first four bytes. Source: draft-ietf-opsawg-pcapng, section 3. */
export function* walkPcapng(view: WalkView, tally: PacketTally): UnitWalk {
  let type = PCAPNG_MAGIC;
  let isLittleEndian = true;
  for (;;) {
    yield 4;
    let length = readUInt32(view, isLittleEndian);
    let seenBytes = 8;
    if (type === PCAPNG_MAGIC) {
      const lengths = { little: readUInt32(view, true), big: readUInt32(view, false) };
      yield 4;
      isLittleEndian = readUInt32(view, true) === BYTE_ORDER_MAGIC;
      if (!isLittleEndian && readUInt32(view, false) !== BYTE_ORDER_MAGIC)
        return "a section has no byte order";
      length = isLittleEndian ? lengths.little : lengths.big;
      seenBytes = 12;
    }
    const fault = yield* walkBlock(view, tally, { type, length, seenBytes }, isLittleEndian);
    if (fault !== undefined) return fault;
    view.wholeBytes = view.position;
    yield 4;
    type = readUInt32(view, isLittleEndian);
  }
}

function* walkBlock(view: WalkView, tally: PacketTally, block: Block, isLittleEndian: boolean): UnitWalk {
  const { type, length } = block;
  let { seenBytes } = block;
  const isPacket = type === ENHANCED_PACKET || OTHER_PACKETS.has(type);
  const shortest =
    type === ENHANCED_PACKET ? SHORTEST_PACKET_BYTES : Math.max(seenBytes + 4, SHORTEST_BLOCK_BYTES);
  if (length < shortest || length > LONGEST_BLOCK_BYTES || length % 4 !== 0)
    return `a block of ${length} bytes cannot be`;
  if (type === ENHANCED_PACKET) {
    yield 16;
    const captured = readUInt32(view, isLittleEndian, 12);
    if (captured > length - SHORTEST_PACKET_BYTES)
      return `a packet of ${captured} bytes does not fit its block`;
    seenBytes += 16;
  }
  const rest = length - seenBytes - 4;
  if (rest > 0) yield -rest;
  yield 4;
  if (readUInt32(view, isLittleEndian) !== length)
    return "a block ends with another length than it begins with";
  if (isPacket) tally.packets += 1;
  return undefined;
}

function readUInt32({ buffer, at }: WalkView, isLittleEndian: boolean, offset = 0): number {
  return isLittleEndian ? buffer.readUInt32LE(at + offset) : buffer.readUInt32BE(at + offset);
}
