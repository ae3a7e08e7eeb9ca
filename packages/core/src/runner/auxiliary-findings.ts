import type { Problem } from "../errors/problem.ts";
import { type ArtifactPath, parseArtifactPath } from "../record/artifact-path.ts";
import { examineArtifact } from "../record/examine-artifact.ts";
import type { Artifact } from "../record/record.ts";

/** What one auxiliary has to show: problems, figures, artifacts. */
export class AuxiliaryFindings {
  readonly problems: Problem[] = [];
  readonly figures: Record<string, number | string | boolean> = {};
  artifacts: readonly Artifact[] = [];
  readonly #analysisPath: string;
  readonly #onDeclared: ((path: string, kind: string) => void) | undefined;
  readonly #declared = new Map<
    string,
    { readonly path: ArtifactPath; readonly kind: string; readonly isLog: boolean }
  >();

  /** @param onDeclared hears of each file, by its path inside the folder */
  constructor(analysisPath: string, onDeclared?: (path: string, kind: string) => void) {
    this.#analysisPath = analysisPath;
    this.#onDeclared = onDeclared;
  }

  /** @throws AUX_ARTIFACT_OUTSIDE */
  declare(path: string, kind: string): string {
    const place = parseArtifactPath(this.#analysisPath, path);
    this.#declared.set(place.inside, { path: place, kind, isLog: false });
    this.#onDeclared?.(place.inside, kind);
    return place.absolute;
  }

  /** A tool's log: an artifact where the tool said anything, and no problem where it did not. */
  declareLog(path: string): void {
    const place = parseArtifactPath(this.#analysisPath, path);
    this.#declared.set(place.inside, { path: place, kind: "log", isLog: true });
    this.#onDeclared?.(place.inside, "log");
  }

  /**
   * Reads what was declared: size, sha256, and whether it is whole. Returns what is missing or not whole, unless the
   * module never started.
   */
  async measure(options: {
    readonly mayBeMissing: boolean;
    readonly killSignal?: AbortSignal | undefined;
  }): Promise<readonly Problem[]> {
    const found: Problem[] = [];
    const measured: Artifact[] = [];
    for (const { path, kind, isLog } of this.#declared.values()) {
      const declared = { path: path.inside, kind };
      const { artifacts, problems } = await examineArtifact(this.#analysisPath, declared, options.killSignal);
      measured.push(...artifacts);
      if (!isLog && !options.mayBeMissing) found.push(...problems);
    }
    this.artifacts = measured;
    return found;
  }
}
