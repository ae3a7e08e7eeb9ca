import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { identityOf, ownIdentity } from "../process/process-identity.ts";
import type { AuxiliaryRecord, AuxiliaryState } from "../record/record.ts";
import type { RunClock } from "../runner/clock.ts";
import type { EndedProgram } from "../strays/find-strays.ts";
import { clipProblem } from "./clip-problem.ts";
import { readHostIdentity } from "./host-identity.ts";
import type { Journal } from "./journal.ts";
import {
  type Acquired,
  JOURNAL_FILE,
  JOURNAL_VERSION,
  type JournalEvent,
  type RunBegan,
} from "./journal-event.ts";
import { JournalFile } from "./journal-file.ts";

export interface RunJournalOptions {
  readonly folder: string;
  readonly clock: RunClock;
  /** Called once, when something could not be written. */
  readonly onProblem: (problem: Problem) => void;
}

/**
 * What a run does, written down the moment it does it. Nothing is written before `open` and after `close`, and a disk that is
 * full ends no run.
 */
export class RunJournal implements Journal {
  readonly #options: RunJournalOptions;
  readonly #token = randomBytes(16).toString("hex");
  readonly #endedPrograms = new Map<string, EndedProgram>();
  #file: JournalFile | undefined;
  #lastId = 0;
  #hasFailed = false;

  constructor(options: RunJournalOptions) {
    this.#options = options;
  }

  get path(): string {
    return join(this.#options.folder, JOURNAL_FILE);
  }

  /** The programs that have ended, by the marker that their children have. */
  get endedPrograms(): ReadonlyMap<string, EndedProgram> {
    return this.#endedPrograms;
  }

  /** Makes the file and says whose run it is. @throws AUX_FOLDER_OCCUPIED when another run was faster */
  open(record: RunBegan["record"], auxiliaries: readonly AuxiliaryRecord[]): void {
    this.#file = this.#create(record);
    for (const { name, package: packageName, version, order, required, state, reason } of auxiliaries) {
      this.add({
        event: "auxiliary",
        name,
        package: packageName,
        version,
        order,
        required,
        state,
        reason,
      });
    }
  }

  #create(record: RunBegan["record"]): JournalFile | undefined {
    try {
      return JournalFile.create(this.path, this.#format(this.#buildBeginning(record)));
    } catch (error) {
      if (isTaken(error)) {
        const message = `${this.path} is already there: another run has the folder`;
        throw new AuxiliaryError(coreProblem("AUX_FOLDER_OCCUPIED", message), { cause: error });
      }
      this.#fail(error);
      return undefined;
    }
  }

  #buildBeginning(record: RunBegan["record"]): RunBegan {
    return {
      event: "run",
      journal: JOURNAL_VERSION,
      core: loadVersion(),
      runner: ownIdentity(),
      host: readHostIdentity(),
      token: this.#token,
      temporaryPath: tmpdir(),
      record,
    };
  }

  add(event: JournalEvent): void {
    if (this.#file === undefined) return;
    try {
      if (!this.#file.add(this.#format(event), event.event === "problem"))
        throw new Error("it is as large as it may become");
    } catch (error) {
      this.#fail(error);
    }
  }

  addState(auxiliary: string, state: AuxiliaryState, reason: string | undefined): void {
    this.add({ event: "state", auxiliary, state, reason });
  }

  addArtifact(auxiliary: string, path: string, kind: string): void {
    this.add({ event: "artifact", auxiliary, path, kind });
  }

  addProblem(problem: Problem, auxiliary?: string): void {
    this.add({ event: "problem", auxiliary, problem: clipProblem(problem) });
  }

  buildMarker(): string {
    return `${this.#token}-${randomBytes(4).toString("hex")}`;
  }

  addTool(name: string, pid: number, marker?: string, auxiliary?: string): () => void {
    const identity = identityOf(pid);
    this.add({ event: "tool", auxiliary, name, ...identity });
    return () => {
      this.add({ event: "tool-end", ...identity });
      if (marker !== undefined) this.#endedPrograms.set(marker, { name, auxiliary });
    };
  }

  addAcquired(acquired: Acquired, auxiliary?: string): () => void {
    this.#lastId += 1;
    const id = this.#lastId;
    this.add({ event: "acquired", id, auxiliary, ...acquired });
    return () => this.add({ event: "released", id });
  }

  /** The journal as one auxiliary has it. */
  of(auxiliary: string): Journal {
    return {
      buildMarker: () => this.buildMarker(),
      addTool: (name, pid, marker) => this.addTool(name, pid, marker, auxiliary),
      addAcquired: (acquired) => this.addAcquired(acquired, auxiliary),
    };
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  /** For a run that was refused: it leaves no trace. */
  discard(): void {
    if (this.#file === undefined) return;
    this.close();
    rmSync(this.path, { force: true });
  }

  #format(event: JournalEvent): string {
    return JSON.stringify({ at: this.#options.clock.now(), ...event });
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#options.onProblem(
      coreProblem("AUX_JOURNAL_FAILED", `${this.path} cannot be written: ${reasonOf(error)}`),
    );
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

function loadVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("@aux/core/package.json");
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "unknown";
}
