import { join } from "node:path";
import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import type { Machine } from "../auxiliary/machine.ts";
import type { Task } from "../auxiliary/task.ts";
import type { AuxiliaryEntry } from "../runner/auxiliary-entry.ts";
import { loadOptions } from "../runner/load-options.ts";
import { nameEntries } from "../runner/name-entries.ts";
import { AuxiliaryExamination, type Examination } from "./auxiliary-examination.ts";

/** Which auxiliaries to examine, and for which analysis. */
export interface ExaminationRequest {
  /** As for `AuxiliaryRunner`. */
  readonly auxiliaries: readonly (AuxiliaryClass | AuxiliaryEntry)[];
  /**
   * A folder to be thrown away, absolute, on the disk where results will go: each auxiliary is tried out in a folder of
   * its own below it. Without, only `check()` is asked.
   */
  readonly trialPath?: string | undefined;
  readonly task: Task;
  readonly machine: Machine;
  /** Ends the examination at once: waits end, tools are killed. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks every auxiliary's `check()` and, where that finds nothing, tries it out (`tryOut()`), all at the same time, 10 s
 * each at most. Whatever a trial has acquired is released; the caller removes the folder.
 *
 * @throws AUX_CLASS_INVALID, AUX_PACKAGE_API, AUX_CONF_VALUE, AUX_CONF_UNKNOWN_KEY (options given in code)
 */
export async function examineAuxiliaries(request: ExaminationRequest): Promise<readonly Examination[]> {
  const entries = nameEntries(request.auxiliaries);
  const options = await loadOptions(entries);
  const { task, machine, signal, trialPath } = request;
  return Promise.all(
    entries.map(({ name, entry }, index) => {
      // By number: a name that code has given need be no file name.
      const analysisPath = trialPath === undefined ? undefined : join(trialPath, String(index));
      return new AuxiliaryExamination(name, entry, { analysisPath, task, machine, signal }).examine(
        options[index] ?? {},
      );
    }),
  );
}
