import { realpathSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";

/** A declared artifact: where it is, and its name in the record. */
export interface ArtifactPath {
  readonly absolute: string;
  /** Inside the analysis folder, with `/`. */
  readonly inside: string;
}

/**
 * Places an artifact in the analysis folder. What exists of its path must not lead out through a link.
 *
 * @throws AUX_ARTIFACT_OUTSIDE
 */
export function parseArtifactPath(analysisPath: string, path: string): ArtifactPath {
  const absolute = resolve(analysisPath, path);
  const inside = relative(analysisPath, absolute);
  if (
    path.includes("\0") ||
    leaves(inside) ||
    leaves(relative(real(analysisPath), realExisting(absolute, analysisPath)))
  ) {
    throw new AuxiliaryError(
      coreProblem(
        "AUX_ARTIFACT_OUTSIDE",
        `${JSON.stringify(path)} is not inside the analysis folder ${analysisPath}`,
      ),
    );
  }
  return { absolute, inside: inside.split(sep).join("/") };
}

function leaves(inside: string): boolean {
  return inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The path with its deepest existing folder made real. */
function realExisting(path: string, floor: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    if (path === floor || parent === path) return path;
    return resolve(realExisting(parent, floor), path.slice(parent.length + 1));
  }
}
