import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { openRegular, readPieces } from "./measure-artifact.ts";

/** What a capture holds. */
export interface PacketCount {
  /** Whole ones. */
  readonly packets: number;
  /** Size of the file. */
  readonly bytes: number;
  /** True when what follows the last whole packet is a part of one, or none at all. */
  readonly isCutShort: boolean;
}

/**
 * Counts the packets of a pcap or pcapng file of any size, in a fixed buffer of 1 MiB.
 *
 * @throws AUX_ARTIFACT_INVALID for a file that begins like neither, and what `fs` throws for one that cannot be read
 */
export async function countPackets(path: string, signal?: AbortSignal): Promise<PacketCount> {
  const { CaptureVerifier } = await import("./verify/capture-verifier.ts");
  const verifier = new CaptureVerifier();
  const file = await openRegular(path);
  let bytes = 0;
  try {
    for await (const piece of readPieces(file, signal)) {
      verifier.push(piece);
      bytes += piece.length;
    }
  } finally {
    await file.close();
  }
  const { packets = 0, fault, wholeBytes } = verifier.end();
  if (fault === undefined) return { packets, bytes, isCutShort: false };
  if (wholeBytes !== undefined) return { packets, bytes, isCutShort: true };
  throw new AuxiliaryError(coreProblem("AUX_ARTIFACT_INVALID", `${path}: ${fault}`));
}
