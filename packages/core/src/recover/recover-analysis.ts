import { realpathSync } from "node:fs";
import { join } from "node:path";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { JOURNAL_FILE, type RunBegan } from "../journal/journal-event.ts";
import { JournalFile } from "../journal/journal-file.ts";
import { type JournalStory, tellStory } from "../journal/journal-story.ts";
import { readJournal } from "../journal/read-journal.ts";
import { endProcesses } from "../process/end-processes.ts";
import { takeLockFile } from "../process/lock-file.ts";
import { assertOwnFolder } from "../record/own-file.ts";
import { readRecord } from "../record/read-record.ts";
import type { AnalysisRecord } from "../record/record.ts";
import { removeDrafts, writeRecord } from "../record/write-record.ts";
import { describeLeft } from "./describe-left.ts";
import { findLeftProcesses } from "./find-left-processes.ts";
import { buildFinishedRecord } from "./finish-record.ts";
import { findRunnerLife } from "./is-runner-alive.ts";
import { undoAcquired } from "./undo-acquired.ts";

/** What came of recovering one analysis. */
export interface RecoveredAnalysis {
  /** Absolute. */
  readonly folder: string;
  /** `recovered`: it was finished now. `finished`: it had been ended in order, or recovered before. */
  readonly state: "recovered" | "finished";
  /** Missing for an analysis that ended before there was a record. */
  readonly record?: AnalysisRecord | undefined;
  /** Programs that were still there and were ended. */
  readonly ended: readonly string[];
  /** What was acquired and is undone now. */
  readonly undone: readonly string[];
  /** What is left on this host: AUX_RECOVER_LEFT, AUX_RECOVER_NOT_UNDONE. */
  readonly problems: readonly Problem[];
}

const LOCK_FILE = "recover.lock";

/**
 * Finishes what a killed run has left: ends its programs, undoes what it had acquired, and writes its record, from its
 * journal. May itself be killed at any moment, and be called again.
 *
 * @throws AUX_RECOVER_NOTHING for a folder without a run
 * @throws AUX_RECOVER_ALIVE for a run that goes on, AUX_RECOVER_ELSEWHERE for one in another container
 * @throws AUX_FOLDER_FOREIGN, AUX_JOURNAL_VERSION, AUX_JOURNAL_UNREADABLE, AUX_RECORD_VERSION, AUX_RECORD_FAILED
 */
export async function recoverAnalysis(path: string): Promise<RecoveredAnalysis> {
  const folder = realFolder(path);
  assertOwnFolder(folder);
  const record = readRecord(folder);
  const journal = readJournal(folder);
  const isFinished = record !== undefined && record.outcome !== "running";
  if (journal === undefined) {
    if (isFinished) return finished(folder, record);
    throw refusal("AUX_RECOVER_NOTHING", `${folder} holds no journal, so nobody can know what its run was`);
  }
  const story = tellStory(journal);
  if (isFinished && story.hasEnded) return finished(folder, record);
  const began = { ...journal.began, record: { ...journal.began.record, folder } };
  assertGone(folder, began);
  const lock = claim(folder);
  try {
    return await recover({ folder, began, story, record: isFinished ? record : undefined });
  } finally {
    lock.release();
  }
}

interface KilledRun {
  readonly folder: string;
  readonly began: RunBegan;
  readonly story: JournalStory;
  /** Of a run that was killed after it had written its record for the last time. */
  readonly record: AnalysisRecord | undefined;
}

async function recover({ folder, began, story, record }: KilledRun): Promise<RecoveredAnalysis> {
  const journal = tryQuietly(() => JournalFile.reopen(join(folder, JOURNAL_FILE)));
  const add = (event: object) =>
    tryQuietly(() => journal?.add(JSON.stringify({ at: story.lastSign, ...event }), false));
  try {
    const { ended, left } = await endProcesses(() => findLeftProcesses(began, story.tools));
    const found = left.map(describeLeft);
    const undone: string[] = [];
    for (const thing of story.acquired) {
      const problem = await undoAcquired(thing, [folder, began.temporaryPath]);
      if (problem === undefined) undone.push(thing.what);
      else found.push(problem);
      if (problem === undefined) add({ event: "released", id: thing.id });
    }
    const finishedRecord = record ?? (await buildFinishedRecord(began, story, found));
    removeDrafts(folder);
    if (record === undefined) writeRecord(finishedRecord, { isDurable: true });
    add({ event: "end", outcome: finishedRecord.outcome });
    const names = ended.map(({ name }) => name);
    return { folder, state: "recovered", record: finishedRecord, ended: names, undone, problems: found };
  } finally {
    journal?.close();
  }
}

function finished(folder: string, record: AnalysisRecord): RecoveredAnalysis {
  return { folder, state: "finished", record, ended: [], undone: [], problems: [] };
}

function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw refusal("AUX_RECOVER_NOTHING", `${path} cannot be looked into: ${reasonOf(error)}`);
  }
}

/** @throws AUX_RECOVER_ALIVE, AUX_RECOVER_ELSEWHERE */
function assertGone(folder: string, began: RunBegan): void {
  const life = findRunnerLife(began);
  if (life === "alive")
    throw refusal("AUX_RECOVER_ALIVE", `the run in ${folder} goes on: process ${began.runner.pid}`);
  if (life === "elsewhere")
    throw refusal(
      "AUX_RECOVER_ELSEWHERE",
      `the run in ${folder} was made in another container, as process ${began.runner.pid} there`,
    );
}

function claim(folder: string) {
  const attempt = takeLockFile(join(folder, LOCK_FILE), { purpose: "recover" });
  if ("lock" in attempt) return attempt.lock;
  throw refusal("AUX_RECOVER_ALIVE", `process ${attempt.owner.pid} is recovering ${folder} right now`);
}

/** A disk that is full keeps recovering from being noted, not from being done: the next one who looks does it again. */
function tryQuietly<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function refusal(
  code: "AUX_RECOVER_NOTHING" | "AUX_RECOVER_ALIVE" | "AUX_RECOVER_ELSEWHERE",
  message: string,
): AuxiliaryError {
  return new AuxiliaryError(coreProblem(code, message));
}
