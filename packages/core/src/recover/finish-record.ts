import { statSync } from "node:fs";
import { join } from "node:path";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { RunBegan } from "../journal/journal-event.ts";
import type { AuxiliaryStory, JournalStory } from "../journal/journal-story.ts";
import { examineArtifact } from "../record/examine-artifact.ts";
import type { AnalysisRecord, AuxiliaryRecord, AuxiliaryState, Instant } from "../record/record.ts";

/** The record of a killed run, out of its journal: what was there is measured, what was under way is said to be cut short. */
export async function buildFinishedRecord(
  began: RunBegan,
  story: JournalStory,
  found: readonly Problem[],
): Promise<AnalysisRecord> {
  const { record } = began;
  const auxiliaries: AuxiliaryRecord[] = [];
  for (const auxiliary of story.auxiliaries)
    auxiliaries.push(await finishAuxiliary(record.folder, auxiliary));
  const ended = findLastSign(record, story.lastSign, auxiliaries);
  return {
    ...record,
    outcome: "interrupted",
    ended,
    phases: story.phases.map((phase) => (phase.ended === undefined ? { ...phase, ended, ok: false } : phase)),
    auxiliaries,
    problems: [...story.problems, describeDeath(began, story, ended), ...found],
  };
}

const RAN: ReadonlySet<AuxiliaryState> = new Set(["running", "stopping"]);

async function finishAuxiliary(
  folder: string,
  { known, problems, artifacts }: AuxiliaryStory,
): Promise<AuxiliaryRecord> {
  const mayBeMissing = !RAN.has(known.state) && known.state !== "crashed";
  const more: Problem[] = [];
  const examined: AuxiliaryRecord["artifacts"][number][] = [];
  for (const declared of artifacts) {
    const result = await examineArtifact(folder, declared);
    examined.push(...result.artifacts);
    if (declared.kind !== "log" && !mayBeMissing) more.push(...result.problems);
  }
  const { state, reason, problem } = finishState(known.name, known.state);
  return {
    ...known,
    state,
    ...(reason === undefined ? {} : { reason }),
    problems: [...problems, ...(problem === undefined ? [] : [problem]), ...more],
    figures: {},
    artifacts: examined,
  };
}

interface FinishedState {
  readonly state: AuxiliaryState;
  readonly reason?: string;
  readonly problem?: Problem;
}

/** What an auxiliary is whose runner was killed. */
function finishState(name: string, state: AuxiliaryState): FinishedState {
  if (state === "pending") return { state: "skipped", reason: "not started: the runner was killed before" };
  if (state === "starting") return { state: "failed", problem: killed(`${name} was starting`) };
  if (state === "running")
    return {
      state: "degraded",
      problem: killed(`${name} ran: the last second of what it recorded may be missing`),
    };
  if (state === "stopping")
    return {
      state: "degraded",
      problem: killed(`${name} was stopping: the end of what it recorded may be missing`),
    };
  return { state };
}

function killed(what: string): Problem {
  return coreProblem("AUX_RUNNER_KILLED", `the runner was killed while ${what}`);
}

function describeDeath(began: RunBegan, story: JournalStory, lastSign: Instant): Problem {
  const phase = story.phases.findLast(({ ended }) => ended === undefined);
  const where = phase === undefined ? "" : ` in the phase ${phase.name}`;
  return coreProblem(
    "AUX_RUNNER_KILLED",
    `the runner (process ${began.runner.pid}) was killed${where}; its last sign of life is of ${lastSign.wall}`,
  );
}

/** Files may have grown after the journal's last line: when they last did is nearer to the end. */
function findLastSign(
  { folder, started }: RunBegan["record"],
  lastSign: Instant,
  auxiliaries: readonly AuxiliaryRecord[],
): Instant {
  const files = auxiliaries.flatMap(({ artifacts }) =>
    artifacts.filter((each) => each.repairOf === undefined),
  );
  const times = files.map(
    ({ path }) => statSync(join(folder, path), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  const last = Math.max(Date.parse(lastSign.wall), ...times);
  if (!Number.isFinite(last) || last <= Date.parse(lastSign.wall)) return lastSign;
  const monotonicMs = started.monotonicMs + (last - Date.parse(started.wall));
  return { wall: new Date(last).toISOString(), monotonicMs: Math.round(monotonicMs) };
}
