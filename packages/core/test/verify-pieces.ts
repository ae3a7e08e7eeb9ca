import type { ArtifactVerdict, ArtifactVerifier } from "../src/record/verify/artifact-verifier.ts";

/** Gives a verifier its file in pieces of any size, in memory that is used again, as a reader does. */
export async function verifyInPieces(
  verifier: ArtifactVerifier,
  file: Buffer,
  pieceBytes: () => number = () => file.length,
): Promise<ArtifactVerdict> {
  try {
    for (let at = 0; at < file.length; ) {
      const piece = Buffer.from(file.subarray(at, at + Math.max(1, Math.floor(pieceBytes()))));
      at += piece.length;
      await verifier.push(piece);
      piece.fill(0xff);
    }
    return await verifier.end();
  } finally {
    verifier.close?.();
  }
}
