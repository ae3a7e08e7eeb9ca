import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const BLOCK_BYTES = 512;

/** What a package's tarball holds. */
export interface Tarball {
  /** The content of each file by its path inside the package, e.g. `dist/index.js`. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

/** Reads the .tgz of a package (ustar, POSIX.1-1988: a header of 512 bytes, then the content in blocks of 512). */
export function readTarball(path: string): Tarball {
  const packed = readFileSync(path);
  const archive = gunzipSync(packed);
  const files = new Map<string, Buffer>();
  for (let at = 0; archive[at]; ) {
    const header = archive.subarray(at, at + BLOCK_BYTES);
    const bytes = Number.parseInt(readField(header, 124, 12), 8);
    const prefix = readField(header, 345, 155);
    const name = [prefix, readField(header, 0, 100)].filter(Boolean).join("/");
    files.set(name.replace(/^package\//, ""), archive.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + bytes));
    at += BLOCK_BYTES + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
  }
  const unpackedBytes = [...files.values()].reduce((sum, content) => sum + content.length, 0);
  return { files, packedBytes: packed.length, unpackedBytes };
}

function readField(header: Buffer, start: number, length: number): string {
  return (
    header
      .subarray(start, start + length)
      .toString("utf8")
      .split("\0")[0] ?? ""
  ).trim();
}
