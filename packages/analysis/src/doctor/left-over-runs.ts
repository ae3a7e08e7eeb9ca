import { analysisProblem } from "../analysis-problems.ts";
import { listAbandonedRuns } from "../recover/open-runs.ts";
import { type Finding, warning, well } from "./finding.ts";

/** A long list is cut: `auxiliary recover` without folders finds them all. */
const NAMED = 5;

/** Runs whose process was killed and that nobody has finished since. Finds AUX_HOST_RUN_LEFT. */
export function findLeftOverRuns(rootPath: string): Finding {
  const folders = listAbandonedRuns(rootPath);
  if (folders.length === 0) return well("runs", "none was left unfinished");
  const named = `${folders.slice(0, NAMED).join(", ")}${folders.length > NAMED ? ", …" : ""}`;
  const message =
    folders.length === 1
      ? `a run was killed, and is not finished: ${named}`
      : `${folders.length} runs were killed, and are not finished: ${named}`;
  return warning("runs", analysisProblem("AUX_HOST_RUN_LEFT", message));
}
