import { reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { type ArtifactPath, parseArtifactPath } from "../record/artifact-path.ts";
import { measureArtifact } from "../record/measure-artifact.ts";
import type { Artifact } from "../record/record.ts";

/** How long measuring one artifact may take (size and sha256). */
const MEASURE_MS = 300_000;

/** What one auxiliary has to show: problems, figures, artifacts. */
export class AuxiliaryFindings {
  readonly problems: Problem[] = [];
  readonly figures: Record<string, number | string | boolean> = {};
  artifacts: readonly Artifact[] = [];
  readonly #analysisPath: string;
  readonly #declared = new Map<
    string,
    { readonly path: ArtifactPath; readonly kind: string; readonly isLog: boolean }
  >();

  constructor(analysisPath: string) {
    this.#analysisPath = analysisPath;
  }

  /** @throws AUX_ARTIFACT_OUTSIDE */
  declare(path: string, kind: string): string {
    const place = parseArtifactPath(this.#analysisPath, path);
    this.#declared.set(place.inside, { path: place, kind, isLog: false });
    return place.absolute;
  }

  /** A tool's log: an artifact where the tool said anything, and no problem where it did not. */
  declareLog(path: string): void {
    const place = parseArtifactPath(this.#analysisPath, path);
    this.#declared.set(place.inside, { path: place, kind: "log", isLog: true });
  }

  /** Reads size and sha256 of what was declared. A file that is missing is a problem, unless the module never started. */
  async measure(options: {
    readonly mayBeMissing: boolean;
    readonly killSignal?: AbortSignal | undefined;
  }): Promise<void> {
    const measured: Artifact[] = [];
    for (const { path, kind, isLog } of this.#declared.values()) {
      try {
        const signal = measureSignal(options.killSignal);
        measured.push({ path: path.inside, kind, ...(await measureArtifact(path.absolute, signal)) });
      } catch (error) {
        if (isLog || options.mayBeMissing) continue;
        this.problems.push(
          coreProblem("AUX_ARTIFACT_MISSING", `${path.inside} cannot be read: ${reasonOf(error)}`),
        );
      }
    }
    this.artifacts = measured;
  }
}

function measureSignal(killSignal: AbortSignal | undefined): AbortSignal {
  const late = AbortSignal.timeout(MEASURE_MS);
  return killSignal === undefined ? late : AbortSignal.any([late, killSignal]);
}
