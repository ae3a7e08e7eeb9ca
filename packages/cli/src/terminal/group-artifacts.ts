import { posix } from "node:path";
import type { Artifact } from "@aux/core";
import { showBytes } from "./figures.ts";

/** Of one kind, in one folder; more are said in one line. */
const MOST_SINGLE = 3;

/** A line about results: where they are, and what. */
export interface ArtifactLine {
  readonly where: string;
  readonly what: string;
}

/** A line for each artifact, and one for many of a kind in one folder (screenshots), in the order of the first. */
export function groupArtifacts(artifacts: readonly Artifact[]): readonly ArtifactLine[] {
  const groups = new Map<string, Artifact[]>();
  for (const artifact of artifacts) {
    const key = JSON.stringify([posix.dirname(artifact.path), artifact.kind]);
    groups.set(key, [...(groups.get(key) ?? []), artifact]);
  }
  return [...groups.values()].flatMap((group) =>
    group.length > MOST_SINGLE ? [describeGroup(group)] : group.map(describeOne),
  );
}

function describeOne({ path, kind, bytes }: Artifact): ArtifactLine {
  return { where: path, what: `${kind}, ${showBytes(bytes)}` };
}

function describeGroup(group: readonly Artifact[]): ArtifactLine {
  const bytes = group.reduce((sum, one) => sum + one.bytes, 0);
  const where = `${group[0]?.path ?? ""} … ${posix.basename(group.at(-1)?.path ?? "")}`;
  return { where, what: `${group.length} ${group[0]?.kind ?? ""}, ${showBytes(bytes)}` };
}
