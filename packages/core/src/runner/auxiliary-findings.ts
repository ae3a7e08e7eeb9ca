import type { Problem } from "../errors/problem.ts";
import { type ArtifactPath, parseArtifactPath } from "../record/artifact-path.ts";
import { examineArtifact } from "../record/examine-artifact.ts";
import type { Artifact } from "../record/record.ts";
import { GraceSignal } from "./grace-signal.ts";

/** How long reading the artifacts of one module may still take once the run is ended at once. */
const KILLED_MEASURE_MS = 2_000;

export interface FindingsListener {
  /** Called before a file is declared that the module writes; what it throws, declares it not. */
  readonly onFile?: () => void;
  /** Hears of each file, logs too, by its path inside the folder. */
  readonly onDeclared?: (path: string, kind: string) => void;
}

/** What one auxiliary has to show: problems, figures, artifacts. */
export class AuxiliaryFindings {
  readonly problems: Problem[] = [];
  readonly figures: Record<string, number | string | boolean> = {};
  artifacts: readonly Artifact[] = [];
  readonly #analysisPath: string;
  readonly #listener: FindingsListener;
  readonly #declared = new Map<
    string,
    { readonly path: ArtifactPath; readonly kind: string; readonly isLog: boolean }
  >();

  constructor(analysisPath: string, listener: FindingsListener = {}) {
    this.#analysisPath = analysisPath;
    this.#listener = listener;
  }

  /** What the module itself writes, absolute by the path inside the folder. */
  get files(): ReadonlyMap<string, string> {
    const own = [...this.#declared.values()].filter(({ isLog }) => !isLog);
    return new Map(own.map(({ path }) => [path.inside, path.absolute]));
  }

  /** @throws AUX_ARTIFACT_OUTSIDE, and what the listener throws */
  declare(path: string, kind: string): string {
    const place = parseArtifactPath(this.#analysisPath, path);
    this.#listener.onFile?.();
    this.#declared.set(place.inside, { path: place, kind, isLog: false });
    this.#listener.onDeclared?.(place.inside, kind);
    return place.absolute;
  }

  /** A tool's log: an artifact where the tool said anything, and no problem where it did not. */
  declareLog(path: string): void {
    const place = parseArtifactPath(this.#analysisPath, path);
    this.#declared.set(place.inside, { path: place, kind: "log", isLog: true });
    this.#listener.onDeclared?.(place.inside, "log");
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
    const grace = new GraceSignal(options.killSignal, KILLED_MEASURE_MS);
    for (const { path, kind, isLog } of this.#declared.values()) {
      const declared = { path: path.inside, kind };
      const { artifacts, problems } = await examineArtifact(this.#analysisPath, declared, grace.signal);
      measured.push(...artifacts);
      if (!isLog && !options.mayBeMissing) found.push(...problems);
    }
    grace.end();
    this.artifacts = measured;
    return found;
  }
}
