import { readFileSync, statSync } from "node:fs";

/**
 * Whether some QEMU has an image open for writing. Only QEMU itself refuses such an image, and only once it starts.
 *
 * Source: proc(5), /proc/locks; QEMU marks that it writes by a lock on byte 101 of the image (block/file-posix.c).
 */
export function isWrittenTo(imagePath: string): boolean {
  const image = describeFile(imagePath);
  return readLocks().some((line) => {
    const [, , , , , file, from, to] = line.trim().split(/\s+/);
    return file === image && Number(from) <= WRITE_BYTE && (to === "EOF" || Number(to) >= WRITE_BYTE);
  });
}

const WRITE_BYTE = 101;

function readLocks(): readonly string[] {
  try {
    return readFileSync("/proc/locks", "latin1").split("\n");
  } catch {
    return [];
  }
}

/** Device and inode as the kernel writes them: `fe:00:1234`. */
function describeFile(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true });
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
  return `${toHex(major)}:${toHex(minor)}:${ino}`;
}

function toHex(number: bigint): string {
  return number.toString(16).padStart(2, "0");
}
