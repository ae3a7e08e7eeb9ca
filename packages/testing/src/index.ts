export {
  createTemporaryAnalysis,
  type TemporaryAnalysis,
  type TemporaryAnalysisOptions,
} from "./analysis/temporary-analysis.ts";
export type {
  ContractOptions,
  ExpectedArtifact,
  FailingScenario,
  Proof,
  RunningAuxiliary,
  Scenario,
} from "./contract/contract-options.ts";
export { describeAuxiliary } from "./contract/describe-auxiliary.ts";
export type { RegisterTest, TestRunner } from "./contract/test-runner.ts";
export { createFakeTool, type FakeTool, type FakeToolCall } from "./fake-tool/fake-tool.ts";
export type {
  FakeToolBehaviour,
  FakeToolEnd,
  FakeToolFile,
  FakeToolLine,
} from "./fake-tool/fake-tool-behaviour.ts";
export { type Baseline, type BaselineOptions, takeBaseline } from "./leftovers/baseline.ts";
export { describeLeftovers } from "./leftovers/describe-leftovers.ts";
export type { LeftoverHandle } from "./leftovers/handle-watch.ts";
export {
  endLeftoverProcesses,
  type FindLeftoversOptions,
  findLeftovers,
  hasLeftovers,
  type Leftovers,
} from "./leftovers/leftovers.ts";
export type { OpenDescriptor } from "./leftovers/open-descriptors.ts";
export type { LeftoverProcess } from "./leftovers/own-processes.ts";
