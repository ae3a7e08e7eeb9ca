/** One entry of an archive: a folder, a file, a symbolic link or a character device. */
export type ArchiveEntry =
  | { readonly path: string; readonly kind: "folder" }
  | {
      readonly path: string;
      readonly kind: "file";
      readonly content: Uint8Array;
      readonly isExecutable: boolean;
    }
  | { readonly path: string; readonly kind: "link"; readonly target: string }
  | { readonly path: string; readonly kind: "device"; readonly major: number; readonly minor: number };

const MODES = { folder: 0o040755, file: 0o100644, link: 0o120777, device: 0o020600 } as const;
const EXECUTABLE = 0o111;

/**
 * An archive as the Linux kernel unpacks it into its first file system ("newc", Linux:
 * Documentation/driver-api/early-userspace/buffer-format.rst). Written here because cpio cannot make a device node
 * without root. All belongs to root and no time is in it: the same entries give the same bytes.
 */
export function buildArchive(entries: readonly ArchiveEntry[]): Buffer {
  const records = entries.map((entry, index) => buildRecord(index + 1, entry));
  return Buffer.concat([...records, buildTrailer()]);
}

function buildRecord(inode: number, entry: ArchiveEntry): Buffer {
  const content = contentOf(entry);
  const isExecutable = entry.kind === "file" && entry.isExecutable;
  const mode = MODES[entry.kind] | (isExecutable ? EXECUTABLE : 0);
  const device = entry.kind === "device" ? [entry.major, entry.minor] : [0, 0];
  return Buffer.concat([buildHeader(inode, mode, content.length, device, entry.path), pad(content)]);
}

function contentOf(entry: ArchiveEntry): Buffer {
  if (entry.kind === "file") return Buffer.from(entry.content);
  return Buffer.from(entry.kind === "link" ? entry.target : "");
}

function buildTrailer(): Buffer {
  return buildHeader(0, 0, 0, [0, 0], "TRAILER!!!");
}

/** Thirteen numbers of eight hexadecimal digits behind the magic word, then the name. */
function buildHeader(
  inode: number,
  mode: number,
  size: number,
  device: readonly number[],
  path: string,
): Buffer {
  const nameSize = Buffer.byteLength(path) + 1;
  const numbers = [inode, mode, 0, 0, 1, 0, size, 0, 0, ...device, nameSize, 0];
  const digits = numbers.map((number) => number.toString(16).padStart(8, "0")).join("");
  return pad(Buffer.from(`070701${digits}${path}\0`));
}

/** Header and content each end at a multiple of four bytes. */
function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
