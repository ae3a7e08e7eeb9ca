import { fileURLToPath } from "node:url";

/** Who called. */
export interface SourceLine {
  /** `function (file:line:column)` of the innermost frame that is not Node's; undefined where all are. */
  readonly line: string | undefined;
  /** That frame is the test runner's. */
  readonly isTestRunner: boolean;
}

/** Frames without a file of their own, such as `new Promise (<anonymous>)`, count as Node's. */
const NODE = /\(?node:|<anonymous>/;
const TEST_RUNNER =
  /[/\\]node_modules[/\\](\.pnpm[/\\])?(@?vitest|tinypool|birpc|tsx)\b|node:internal\/test_runner/;
const OWN_FOLDER = new URL(".", import.meta.url);
const FRAMES = 25;

/** Finds the line of source that is being run. */
export function findSourceLine(): SourceLine {
  const frames = captureFrames();
  const own = frames.find((frame) => !NODE.test(frame) && !isWatch(frame));
  return {
    line: own === undefined || TEST_RUNNER.test(own) ? undefined : own,
    isTestRunner: TEST_RUNNER.test(own ?? frames.join("\n")),
  };
}

function captureFrames(): readonly string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, findSourceLine);
  Error.stackTraceLimit = limit;
  const lines = (holder.stack ?? "").split("\n").slice(1);
  return lines.map((line) => line.trim().replace(/^at /, ""));
}

/** The watch itself is always on the stack; in a bundle its frames are named after its methods. */
function isWatch(frame: string): boolean {
  return /HandleWatch|AsyncHook/.test(frame) || frame.includes(`${fileURLToPath(OWN_FOLDER)}handle-watch`);
}
