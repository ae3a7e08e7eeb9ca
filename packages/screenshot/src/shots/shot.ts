import type { Rectangle } from "../picture/rectangle.ts";
import type { SourceName } from "../sources/screen-source.ts";

/**
 * Why a picture was kept: `first` of all · `change` of more than the threshold · `resolution` the screen has a new size ·
 * `last` before the machine was stopped, or until the end.
 */
export type ShotReason = "first" | "change" | "resolution" | "last";

/** An entry of `shots/index.json`: a picture that was kept. */
export interface Shot {
  /** Its name in the folder `shots`. */
  readonly file: string;
  /** True when `max_shots` has removed the file later. */
  readonly thinned: boolean;
  readonly reason: ShotReason;
  /** When the screen looked like that: ISO 8601, UTC. */
  readonly wall: string;
  /** The same in milliseconds since the module's start (`start.began` in the record); never jumps. */
  readonly monotonicMs: number;
  readonly width: number;
  readonly height: number;
  /** Around all that differs from the picture kept before; null when it is the same picture. */
  readonly changed: Rectangle | null;
  readonly source: SourceName;
  readonly bytes: number;
  readonly sha256: string;
}
