export { ANALYSIS_PROBLEMS } from "./analysis-problems.ts";
export type { ControlOptions } from "./control/analysis-control.ts";
export { type AnalysisStatus, analysisStatus, type StatusOptions } from "./control/analysis-status.ts";
export { buildGoneProblem } from "./control/find-analysis.ts";
export type { PresentFile } from "./control/list-files.ts";
export { type NotifyOptions, notifyAnalysis } from "./control/notify-analysis.ts";
export { CONTROL_SOCKET, CONTROL_VERSION, MACHINE_HOOKS, type MachineHook } from "./control/protocol.ts";
export { type StopOptions, stopAnalysis } from "./control/stop-analysis.ts";
export type { Finding, FindingLevel } from "./doctor/finding.ts";
export { type DoctorReport, type DoctorRequest, runDoctor } from "./doctor/run-doctor.ts";
export { BoundedLog } from "./folder/bounded-log.ts";
export {
  type AnalysisFolder,
  type AnalysisFolderRequest,
  STORAGE_PATH,
  takeAnalysisFolder,
} from "./folder/take-analysis-folder.ts";
export {
  findMachineInUse,
  type LockedMachine,
  type MachineLock,
  type MachineLockRequest,
  takeMachineLock,
} from "./lock/take-machine-lock.ts";
export {
  type LoadedMachine,
  type LoadedMachinery,
  loadMachine,
  type MachineRequest,
} from "./machine/load-machine.ts";
export { BUILT_IN_MACHINERY, EXTERNAL_MACHINERY, LOCAL_MACHINE } from "./machine/local-machine.ts";
export { MACHINE_OPTIONS } from "./machine/machine-options.ts";
export { MACHINERY_API, MACHINERY_BRAND } from "./machinery/brand.ts";
export { createMachinery, type MachineryRequest } from "./machinery/create-machinery.ts";
export { EXTERNAL_OPTIONS, ExternalMachinery } from "./machinery/external-machinery.ts";
export { isMachineryClass } from "./machinery/is-machinery-class.ts";
export {
  DEFAULT_DEADLINES,
  type MachineExit,
  type Machinery,
  type MachineryClass,
  type MachineryContext,
  type MachineryDeadlines,
} from "./machinery/machinery.ts";
export {
  type CommandOutput,
  ProcessMachinery,
  type ProcessMachineryOptions,
} from "./machinery/process-machinery.ts";
export { noteOpenRun } from "./recover/open-runs.ts";
export {
  type RecoveryReport,
  recoverFolders,
  recoverOpenRuns,
  recoverStorage,
} from "./recover/recover-folders.ts";
export { type AnalysisOptions, runAnalysis } from "./run-analysis.ts";
export { loadTask } from "./task/load-task.ts";
export { LARGEST_TASK_BYTES, parseTask, type TaskInput } from "./task/parse-task.ts";
export { isTimeout, TIMEOUT_ALLOWED } from "./task/timeout.ts";
