/** What a file was found to be. */
export interface ArtifactVerdict {
  /** Why it is not whole; missing for a whole file. */
  readonly fault?: string;
  /** Where the last whole unit before the fault ends, in bytes; missing where nothing of such a file can be kept. */
  readonly wholeBytes?: number;
  /** Whole packets, of a capture. */
  readonly packets?: number;
}

/** Checks a file while it is read, in memory that does not grow with it. What comes is hostile. */
export interface ArtifactVerifier {
  /** The next piece. It is the caller's again once this has returned or resolved. */
  push(piece: Buffer): void | Promise<void>;
  /** All of the file was given. */
  end(): ArtifactVerdict | Promise<ArtifactVerdict>;
  /** Lets go of what it holds, whether it came to the end or not. */
  close?(): void;
}
