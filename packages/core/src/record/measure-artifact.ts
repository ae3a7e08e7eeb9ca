import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { ArtifactVerdict, ArtifactVerifier } from "./verify/artifact-verifier.ts";

const CHUNK_BYTES = 1024 * 1024;

/** What reading a file once tells of it. */
export interface ArtifactMeasure {
  readonly bytes: number;
  readonly sha256: string;
  /** Missing without a verifier. */
  readonly verdict?: ArtifactVerdict;
}

/**
 * Size and sha256 of a file, and what a verifier finds, in one reading in pieces of 1 MiB. A link is not followed.
 * Rejects when it cannot be read.
 */
export async function measureArtifact(
  path: string,
  signal?: AbortSignal,
  verifier?: ArtifactVerifier,
): Promise<ArtifactMeasure> {
  const file = await openRegular(path);
  try {
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const piece of readPieces(file, signal)) {
      hash.update(piece);
      await verifier?.push(piece);
      bytes += piece.length;
    }
    const sha256 = hash.digest("hex");
    return verifier === undefined ? { bytes, sha256 } : { bytes, sha256, verdict: await verifier.end() };
  } finally {
    verifier?.close?.();
    await file.close();
  }
}

/** Opens a file to read it: no link, no pipe that would wait for a writer. Rejects when it is none. */
export async function openRegular(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new Error("it is no regular file");
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A file in pieces of 1 MiB, all in the same memory: each is gone when the next is asked for. */
export async function* readPieces(file: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
