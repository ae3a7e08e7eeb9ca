import { type FileHandle, open } from "node:fs/promises";

/** What a pcap file holds. */
export interface PcapCount {
  /** Whole records. */
  readonly packets: number;
  /** Size of the file. */
  readonly bytes: number;
  /** True when what follows the last whole record is a part of one, or no record at all. */
  readonly isCutShort: boolean;
  /** `LINKTYPE_…` of the header; missing when the file ends inside its header. */
  readonly linkType?: number;
  /** Longest packet that may be in the file, in bytes; missing likewise. */
  readonly snaplen?: number;
}

/** A file that begins like no pcap file. */
export class NotPcapError extends Error {
  override readonly name = "NotPcapError";
}

const HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const BUFFER_BYTES = 1024 * 1024;
/** libpcap's own limit (`MAXIMUM_SNAPLEN`): a longer record is garbage, as left by a disk that was full for a while. */
const LONGEST_PACKET_BYTES = 262_144;
const MAGICS = new Set([0xa1b2c3d4, 0xa1b23c4d]);

/**
 * Counts the packets of a pcap file of any size in a fixed buffer of 1 MiB: either byte order, micro- or nanoseconds.
 * Source: draft-ietf-opsawg-pcap (the file format of libpcap).
 *
 * @throws NotPcapError, and what `fs` throws for a file that cannot be read
 */
export async function countPcapRecords(path: string, signal?: AbortSignal): Promise<PcapCount> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const header = await readHeader(file, size);
    if (header === undefined) return { packets: 0, bytes: size, isCutShort: true };
    const { linkType, snaplen } = header;
    return { ...(await countRecords(file, size, header, signal)), bytes: size, linkType, snaplen };
  } finally {
    await file.close();
  }
}

interface PcapHeader {
  readonly isLittleEndian: boolean;
  readonly linkType: number;
  readonly snaplen: number;
}

async function readHeader(file: FileHandle, size: number): Promise<PcapHeader | undefined> {
  if (size < HEADER_BYTES) return undefined;
  const view = new DataView(new ArrayBuffer(HEADER_BYTES));
  await file.read(view, 0, HEADER_BYTES, 0);
  const isLittleEndian = MAGICS.has(view.getUint32(0, true));
  if (!isLittleEndian && !MAGICS.has(view.getUint32(0, false)))
    throw new NotPcapError("it begins like no pcap file");
  return {
    isLittleEndian,
    snaplen: view.getUint32(16, isLittleEndian),
    // The upper half of the word says whether frames end with their check sequence.
    linkType: view.getUint32(20, isLittleEndian) & 0xffff,
  };
}

async function countRecords(
  file: FileHandle,
  size: number,
  header: PcapHeader,
  signal: AbortSignal | undefined,
): Promise<{ packets: number; isCutShort: boolean }> {
  const view = new DataView(new ArrayBuffer(BUFFER_BYTES));
  const longest = Math.max(header.snaplen, LONGEST_PACKET_BYTES);
  let offset = HEADER_BYTES;
  let packets = 0;
  while (offset < size) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(view, 0, BUFFER_BYTES, offset);
    const step = stepThrough(view, bytesRead, size - offset, header.isLittleEndian, longest);
    packets += step.packets;
    offset += step.bytes;
    if (step.isBroken || step.bytes === 0) return { packets, isCutShort: true };
  }
  return { packets, isCutShort: false };
}

/** Goes from record to record in one buffer. `left` is what the file holds from the buffer's begin. */
function stepThrough(
  view: DataView,
  bytesRead: number,
  left: number,
  isLittleEndian: boolean,
  longest: number,
) {
  let bytes = 0;
  let packets = 0;
  while (bytes + RECORD_HEADER_BYTES <= bytesRead) {
    const length = view.getUint32(bytes + 8, isLittleEndian);
    const end = bytes + RECORD_HEADER_BYTES + length;
    if (length > longest || end > left) return { packets, bytes, isBroken: true };
    bytes = end;
    packets += 1;
  }
  return { packets, bytes, isBroken: false };
}
