/** What became of the frames that were seen. */
export interface FrameCounts {
  seen: number;
  /** Not kept: the picture is the one kept last. */
  identical: number;
  /** Not kept: what differs is no more than the threshold. */
  belowThreshold: number;
  /** Not kept: what differs is masked. */
  masked: number;
  /** Kept later than they were seen, because of `rate`. What the screen did meanwhile is one frame, not several. */
  heldByRate: number;
  /** The same, because pictures were not written as fast. */
  heldByDisk: number;
}

export function startFrameCounts(): FrameCounts {
  return { seen: 0, identical: 0, belowThreshold: 0, masked: 0, heldByRate: 0, heldByDisk: 0 };
}
