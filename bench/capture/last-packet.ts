import { readFileSync } from "node:fs";

const FILE_HEADER_BYTES = 24;
const PACKET_HEADER_BYTES = 16;

/**
 * When the last whole packet of a capture came, in milliseconds since 1970. Source: draft-ietf-opsawg-pcap, sections 4
 * and 5; tcpdump's own, so of this host's byte order, in microseconds.
 */
export function findLastPacketMs(pcapPath: string): number {
  const bytes = readFileSync(pcapPath);
  let lastMs = Number.NaN;
  let offset = FILE_HEADER_BYTES;
  while (offset + PACKET_HEADER_BYTES <= bytes.length) {
    const end = offset + PACKET_HEADER_BYTES + bytes.readUInt32LE(offset + 8);
    if (end > bytes.length) break;
    lastMs = bytes.readUInt32LE(offset) * 1000 + bytes.readUInt32LE(offset + 4) / 1000;
    offset = end;
  }
  return lastMs;
}
