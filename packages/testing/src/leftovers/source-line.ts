/** Who called. */
export interface SourceLine {
  /** `function (file:line:column)` of the innermost frame that is not Node's; undefined where all are. */
  readonly line: string | undefined;
  /** That frame is the test runner's. */
  readonly isTestRunner: boolean;
}

/** Frames without a file of their own, such as `new Promise (<anonymous>)`, count as Node's. */
const NODE = /\(?node:|\(<anonymous>\)$/;
const TEST_RUNNER =
  /[/\\]node_modules[/\\](\.pnpm[/\\])?(@?vitest|tinypool|birpc|tsx)\b|node:internal\/test_runner/;
const FRAMES = 25;

/** Finds the line of source that is being run, without the given function and what it calls. */
export function findSourceLine(without: (...args: never[]) => unknown): SourceLine {
  const frames = captureFrames(without);
  const own = frames.find((frame) => !NODE.test(frame));
  return {
    line: own === undefined || TEST_RUNNER.test(own) ? undefined : own,
    isTestRunner: TEST_RUNNER.test(own ?? frames.join("\n")),
  };
}

function captureFrames(without: (...args: never[]) => unknown): readonly string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, without);
  Error.stackTraceLimit = limit;
  const lines = (holder.stack ?? "").split("\n").slice(1);
  return lines.map((line) => line.trim().replace(/^at /, ""));
}
