import type { ArtifactVerdict, ArtifactVerifier } from "./artifact-verifier.ts";
import { UnitWalker } from "./unit-walker.ts";
import { type PacketTally, walkCapture } from "./walk-capture.ts";

/** Counts the packets of a pcap or pcapng file to the last whole one. */
export class CaptureVerifier implements ArtifactVerifier {
  readonly #tally: PacketTally = { packets: 0, isCapture: true };
  readonly #walker = new UnitWalker((view) => walkCapture(view, this.#tally));

  push(piece: Buffer): void {
    this.#walker.push(piece);
  }

  end(): ArtifactVerdict {
    const { fault, isBetweenUnits, view } = this.#walker;
    const { packets, isCapture } = this.#tally;
    if (isBetweenUnits && view.wholeBytes > 0) return { packets };
    if (!isCapture) return fault === undefined ? {} : { fault };
    const inside = view.wholeBytes === 0 ? "its header" : "a packet";
    return { packets, wholeBytes: view.wholeBytes, fault: fault ?? `it ends inside ${inside}` };
  }
}
