import { createHash } from "node:crypto";
import type { SourceName } from "../sources/screen-source.ts";
import type { Shot } from "./shot.ts";
import type { TakenShot } from "./shot-writer.ts";

interface WrittenFile {
  readonly file: string;
  readonly parts: readonly Buffer[];
  readonly source: SourceName;
  readonly beganMs: number;
}

/** The index's entry of a picture. */
export function buildEntry(
  shot: Omit<TakenShot, "scanLines">,
  { file, parts, source, beganMs }: WrittenFile,
): Shot {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  const agoMs = performance.now() - shot.takenMs;
  return {
    file,
    thinned: false,
    reason: shot.reason,
    wall: new Date(Date.now() - agoMs).toISOString(),
    monotonicMs: Math.round((shot.takenMs - beganMs) * 1000) / 1000,
    width: shot.width,
    height: shot.height,
    changed: shot.changed ?? null,
    source,
    bytes: parts.reduce((sum, { length }) => sum + length, 0),
    sha256: hash.digest("hex"),
  };
}
