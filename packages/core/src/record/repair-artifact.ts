import { createHash } from "node:crypto";
import { type FileHandle, open, rm, statfs } from "node:fs/promises";
import { dirname, join, parse } from "node:path";
import { openRegular, readPieces } from "./measure-artifact.ts";

/** What must stay free for what the other modules still have to write. */
const LEFT_FREE_BYTES = 64 * 1024 * 1024;
const MOST_NAMES = 100;

/** The whole part of a file that was cut short, written beside it. */
export interface RepairedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Copies the first `wholeBytes` of a file beside it: `dump.pcap` → `dump.repaired.pcap`, or `dump.repaired-2.pcap` where
 * that is taken. The original stays as it is. Rejects where that is not possible, with nothing left.
 */
export async function repairArtifact(
  path: string,
  wholeBytes: number,
  signal?: AbortSignal,
): Promise<RepairedFile> {
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < wholeBytes + LEFT_FREE_BYTES) throw new Error("its disk has no room for a copy");
  const source = await openRegular(path);
  try {
    const { target, targetPath } = await create(path);
    return { path: targetPath, ...(await fill(source, target, { targetPath, wholeBytes, signal })) };
  } finally {
    await source.close();
  }
}

async function create(path: string): Promise<{ target: FileHandle; targetPath: string }> {
  const { dir, name, ext } = parse(path);
  for (let number = 1; ; number += 1) {
    const targetPath = join(dir, `${name}.repaired${number === 1 ? "" : `-${number}`}${ext}`);
    try {
      return { target: await open(targetPath, "wx", 0o600), targetPath };
    } catch (error) {
      if (!isTaken(error) || number === MOST_NAMES) throw error;
    }
  }
}

async function fill(
  source: FileHandle,
  target: FileHandle,
  copy: {
    readonly targetPath: string;
    readonly wholeBytes: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let left = copy.wholeBytes;
  try {
    for await (const piece of readPieces(source, copy.signal)) {
      const part = piece.subarray(0, left);
      await target.writeFile(part);
      hash.update(part);
      left -= part.length;
      if (left === 0) break;
    }
    if (left > 0) throw new Error("it became shorter meanwhile");
    return { bytes: copy.wholeBytes, sha256: hash.digest("hex") };
  } catch (error) {
    await rm(copy.targetPath, { force: true });
    throw error;
  } finally {
    await target.close();
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
