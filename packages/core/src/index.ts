export { Auxiliary, type AuxiliaryClass, type AuxiliaryInstance } from "./auxiliary/auxiliary.ts";
export type {
  ArtifactOptions,
  AuxiliaryContext,
  AuxiliaryLog,
  Undo,
  UntypedOptions,
} from "./auxiliary/context.ts";
export type { Machine } from "./auxiliary/machine.ts";
export type { Task } from "./auxiliary/task.ts";
export { COMMON_KEYS } from "./configuration/common-declarations.ts";
export { type CommonOptions, type OnCrash, resolveCommonOptions } from "./configuration/common-options.ts";
export {
  type IniFile,
  type IniKey,
  type IniRemedies,
  type IniSection,
  loadIniFile,
} from "./configuration/ini-file.ts";
export { toCamelCase, toSnakeCase } from "./configuration/key-case.ts";
export {
  type AuxiliaryList,
  type ListedAuxiliary,
  listAuxiliaries,
} from "./configuration/list-auxiliaries.ts";
export { type LoadAuxiliariesOptions, loadAuxiliaries } from "./configuration/load-auxiliaries.ts";
export { nearestName } from "./configuration/nearest-name.ts";
export {
  choiceOption,
  flagOption,
  integerOption,
  numberOption,
  type Option,
  textOption,
} from "./configuration/option.ts";
export type { OptionsLocation } from "./configuration/option-place.ts";
export {
  type DeclaredOptions,
  declareOptions,
  type ForeignIssue,
  type ForeignResult,
  type ForeignSchema,
  type OptionsOf,
  type OptionsSchema,
} from "./configuration/options-schema.ts";
export { type GivenOptions, type ResolvedOptions, resolveOptions } from "./configuration/resolve-options.ts";
export { Secret } from "./configuration/secret.ts";
export { secretOption } from "./configuration/secret-option.ts";
export type { ProjectPaths } from "./configuration/section-plan.ts";
export type { Candidate } from "./discovery/candidate.ts";
export { type CandidateQuery, type FoundCandidates, findCandidates } from "./discovery/find-candidates.ts";
export { importAuxiliary } from "./discovery/import-auxiliary.ts";
export { importPackageClass, type PackageClassQuery } from "./discovery/import-package-class.ts";
export { AuxiliaryError, reasonOf } from "./errors/auxiliary-error.ts";
export { CORE_PROBLEMS } from "./errors/core-problems.ts";
export {
  type Problem,
  type ProblemCatalogue,
  type ProblemDetails,
  type ProblemLocation,
  type ProblemMeaning,
  problemFactory,
} from "./errors/problem.ts";
export type { Examination } from "./examination/auxiliary-examination.ts";
export { type ExaminationRequest, examineAuxiliaries } from "./examination/examine-auxiliaries.ts";
export { isJournalOpen } from "./journal/is-journal-open.ts";
export type { Journal } from "./journal/journal.ts";
export {
  type Acquired,
  JOURNAL_FILE,
  type Recovery,
  type RunBegan,
} from "./journal/journal-event.ts";
export { type JournalStory, tellStory } from "./journal/journal-story.ts";
export { type JournalText, readJournal } from "./journal/read-journal.ts";
export { findLockOwner, type LockOwner, type TakenLock, takeLockFile } from "./process/lock-file.ts";
export {
  findProcess,
  identityOf,
  isAlive,
  ownIdentity,
  type ProcessIdentity,
  type ProcessStat,
} from "./process/process-identity.ts";
export { prepareAnalysisFolder } from "./record/analysis-folder.ts";
export { countPackets, type PacketCount } from "./record/count-packets.ts";
export { type DeclaredArtifact, type ExaminedArtifact, examineArtifact } from "./record/examine-artifact.ts";
export { readRecord } from "./record/read-record.ts";
export {
  type AnalysisRecord,
  type Artifact,
  type AuxiliaryRecord,
  type AuxiliaryState,
  type EndedStray,
  type Gap,
  type Instant,
  type Outcome,
  type Phase,
  RECORD_FILE,
} from "./record/record.ts";
export { findRunnerLife } from "./recover/is-runner-alive.ts";
export { type RecoveredAnalysis, recoverAnalysis } from "./recover/recover-analysis.ts";
export type { AuxiliaryEntry, EntryLocation, KeyLocation } from "./runner/auxiliary-entry.ts";
export { AuxiliaryRunner, type RunEnd, type RunnerOptions } from "./runner/auxiliary-runner.ts";
export type { LogLevel, RunnerEvent, RunnerObserver } from "./runner/runner-event.ts";
export { withDeadline } from "./tool/deadline.ts";
export { findExecutable } from "./tool/find-executable.ts";
export { type GuardedSpawnOptions, killGroup, RUN_MARKER, spawnGuarded } from "./tool/spawn-guarded.ts";
export type { Tool } from "./tool/tool.ts";
export { buildToolEnvironment, type ToolEnvironment } from "./tool/tool-environment.ts";
export type { Readiness, ToolExit, ToolOptions } from "./tool/tool-options.ts";
export type { LineListener } from "./tool/tool-process.ts";
