import { type CORE_PROBLEMS, coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { ToolExit } from "./tool-options.ts";

interface Explanation {
  readonly code: keyof typeof CORE_PROBLEMS;
  readonly pattern: RegExp;
}

/** What the system's own messages say, in whichever program; the first that fits counts. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    code: "AUX_TOOL_DISK_FULL",
    pattern: /No space left on device|Disk quota exceeded|File too large|\bENOSPC\b|\bEDQUOT\b|\bEFBIG\b/,
  },
  {
    code: "AUX_TOOL_OUT_OF_MEMORY",
    pattern: /Cannot allocate memory|[Oo]ut of memory|MemoryError|std::bad_alloc|\bENOMEM\b/,
  },
  {
    code: "AUX_TOOL_PERMISSION",
    pattern: /Permission denied|Operation not permitted|Read-only file system|\bEACCES\b|\bEPERM\b|\bEROFS\b/,
  },
];

/** What the host tells about a program's end. */
export interface EndCircumstances {
  readonly name: string;
  /** How many programs the kernel has killed for want of memory since this one began. */
  readonly outOfMemoryKills: number;
}

/** Why a program ended before it was stopped: by whose signal, or in the words of the system in its last words. */
export function explainEnd(exit: ToolExit, { name, outOfMemoryKills }: EndCircumstances): Problem {
  const { code, signal, lastWords } = exit;
  const last = lastWords.at(-1);
  const said = last === undefined ? "" : `: ${last}`;
  if (signal === "SIGKILL" && outOfMemoryKills > 0) {
    const message = `${name} was killed, and so the kernel does when memory runs out, which it did meanwhile${said}`;
    return coreProblem("AUX_TOOL_OUT_OF_MEMORY", message, { lastWords });
  }
  if (signal !== null)
    return coreProblem(
      "AUX_TOOL_SIGNALLED",
      `${name} was ended by ${signal}, which was not sent by us${said}`,
      {
        lastWords,
      },
    );
  const found = findExplanation(lastWords);
  if (found !== undefined) return coreProblem(found.code, `${name} ended: ${found.line}`, { lastWords });
  return coreProblem("AUX_TOOL_DIED", `${name} ended with exit code ${code}${said}`, { lastWords });
}

/** The latest words count: they are nearest to the end. */
function findExplanation(lastWords: readonly string[]) {
  for (const line of lastWords.toReversed()) {
    const found = EXPLANATIONS.find(({ pattern }) => pattern.test(line));
    if (found !== undefined) return { code: found.code, line };
  }
  return undefined;
}
