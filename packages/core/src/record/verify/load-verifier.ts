import type { ArtifactVerifier } from "./artifact-verifier.ts";

/**
 * The verifier of a kind of artifact; undefined for one that is not looked into. Loaded when it is needed first: a run
 * starts without.
 */
export async function loadVerifier(kind: string): Promise<ArtifactVerifier | undefined> {
  switch (kind) {
    case "pcap":
    case "pcapng":
      return new (await import("./capture-verifier.ts")).CaptureVerifier();
    case "png":
      return new (await import("./png-verifier.ts")).PngVerifier();
    case "json":
      return new (await import("./json-verifier.ts")).JsonVerifier();
    case "jsonl":
      return new (await import("./json-lines-verifier.ts")).JsonLinesVerifier();
    default:
      return undefined;
  }
}
