import type { UnitWalk, WalkView } from "./unit-walker.ts";
import { PCAPNG_MAGIC, walkPcapng } from "./walk-pcapng.ts";

/** What a walk through a capture counts. */
export interface PacketTally {
  packets: number;
  /** False when the file begins like no capture. */
  isCapture: boolean;
}

const PCAP_MAGICS = new Set([0xa1b2c3d4, 0xa1b23c4d]);
/** After the magic number. */
const HEADER_BYTES = 20;
const RECORD_HEADER_BYTES = 16;
/** libpcap's own limit (`MAXIMUM_SNAPLEN`): a longer record is garbage, as left by a disk that was full for a while. */
const LONGEST_PACKET_BYTES = 262_144;

/** Walks through a pcap or pcapng file, whichever it is: tools write the one under the other's name. */
export function* walkCapture(view: WalkView, tally: PacketTally): UnitWalk {
  yield 4;
  const magic = view.buffer.readUInt32LE(view.at);
  if (magic === PCAPNG_MAGIC) return yield* walkPcapng(view, tally);
  const isLittleEndian = PCAP_MAGICS.has(magic);
  if (isLittleEndian || PCAP_MAGICS.has(view.buffer.readUInt32BE(view.at)))
    return yield* walkPcap(view, tally, isLittleEndian);
  tally.isCapture = false;
  return "it begins like no capture of packets";
}

/**
 * Either byte order, micro- or nanoseconds. Source: draft-ietf-opsawg-pcap (the file format of libpcap).
 */
function* walkPcap(view: WalkView, tally: PacketTally, isLittleEndian: boolean): UnitWalk {
  yield HEADER_BYTES;
  const longest = Math.max(readUInt32(view, 12, isLittleEndian), LONGEST_PACKET_BYTES);
  view.wholeBytes = view.position;
  for (;;) {
    yield RECORD_HEADER_BYTES;
    const length = readUInt32(view, 8, isLittleEndian);
    if (length > longest) return `a packet of ${length} bytes is longer than any can be`;
    if (length > 0) yield -length;
    tally.packets += 1;
    view.wholeBytes = view.position;
  }
}

function readUInt32({ buffer, at }: WalkView, offset: number, isLittleEndian: boolean): number {
  return isLittleEndian ? buffer.readUInt32LE(at + offset) : buffer.readUInt32BE(at + offset);
}
