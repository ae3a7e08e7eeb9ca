import { readFileSync } from "node:fs";

/** One Ethernet frame of a capture file. */
export interface Frame {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly bytes: Buffer;
}

const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const MAGIC = 0xa1b2c3d4;

/**
 * The frames of a pcap file as tcpdump and QEMU write it on this machine: little-endian, microseconds, Ethernet.
 * Source: draft-ietf-opsawg-pcap. Throws when the file is none or ends in the middle of a record.
 */
export function readFrames(pcapPath: string): Frame[] {
  const file = readFileSync(pcapPath);
  if (file.length < FILE_HEADER_BYTES || file.readUInt32LE(0) !== MAGIC)
    throw new Error(`${pcapPath} is no pcap file`);
  const frames: Frame[] = [];
  let at = FILE_HEADER_BYTES;
  while (at < file.length) {
    if (at + RECORD_HEADER_BYTES > file.length) throw new Error(`${pcapPath} is cut`);
    const start = at + RECORD_HEADER_BYTES;
    const end = start + file.readUInt32LE(at + 8);
    if (end > file.length) throw new Error(`${pcapPath} is cut`);
    const atMs = file.readUInt32LE(at) * 1000 + file.readUInt32LE(at + 4) / 1000;
    frames.push({ atMs, bytes: file.subarray(start, end) });
    at = end;
  }
  return frames;
}
