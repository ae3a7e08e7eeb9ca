import { type FileHandle, open } from "node:fs/promises";

/** What a dump of memory must be. */
export interface DumpExpectation {
  readonly isCompressed: boolean;
  /** Size of the machine's memory, where it is known. */
  readonly memoryBytes?: number | undefined;
}

/** Enough for an ELF header, and for the first block of a kdump file in either form. */
const HEADER_BYTES = 8_192;
const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
const ELF_HEADER_BYTES = 52;
/** `ET_CORE` of elf(5). */
const ELF_CORE = 4;
const KDUMP_MAGIC = Buffer.from("KDUMP   ");
/** A kdump file in the form for pipes begins with this, padded to a block, and the offset and size of its first piece. */
const FLAT_MAGIC = Buffer.from("makedumpfile");
const FLAT_HEADER_BYTES = 4_096 + 16;
/** Where `DiskDumpHeader` of QEMU's `include/sysemu/dump.h` has a block's size, and the number of blocks. */
const BLOCK_SIZE_OFFSET = 428;
const BLOCKS_OFFSET = 440;

/** Why a file is no dump of the machine's memory; undefined when it is one. Throws what `fs` throws. */
export async function findDumpFault(path: string, expected: DumpExpectation): Promise<string | undefined> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const header = await readHeader(file);
    const bytes = expected.isCompressed ? measureKdump(header) : measureElf(header, size);
    if (bytes === undefined)
      return `it has no header of ${expected.isCompressed ? "a kdump" : "an ELF core"} file`;
    const { memoryBytes = 0 } = expected;
    if (bytes >= memoryBytes) return undefined;
    return `it holds ${bytes} bytes of memory, fewer than the machine's ${memoryBytes}`;
  } finally {
    await file.close();
  }
}

async function readHeader(file: FileHandle): Promise<Buffer> {
  const header = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
  return header.subarray(0, bytesRead);
}

/** How much memory the header of a compressed dump speaks of; undefined when it is none. */
function measureKdump(header: Buffer): number | undefined {
  const start = beginsWith(header, FLAT_MAGIC) ? FLAT_HEADER_BYTES : 0;
  const own = header.subarray(start);
  if (!beginsWith(own, KDUMP_MAGIC) || own.length < BLOCKS_OFFSET + 4) return undefined;
  return own.readUInt32LE(BLOCK_SIZE_OFFSET) * own.readUInt32LE(BLOCKS_OFFSET);
}

/** All memory is in the file as it is. The type follows sixteen bytes, in the byte order that byte 5 names: elf(5). */
function measureElf(header: Buffer, size: number): number | undefined {
  if (!beginsWith(header, ELF_MAGIC) || header.length < ELF_HEADER_BYTES) return undefined;
  const type = header[5] === 2 ? header.readUInt16BE(16) : header.readUInt16LE(16);
  return type === ELF_CORE ? size : undefined;
}

function beginsWith(header: Buffer, magic: Buffer): boolean {
  return header.subarray(0, magic.length).equals(magic);
}
