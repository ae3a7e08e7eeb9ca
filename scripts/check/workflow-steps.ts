import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";

/** A step of a workflow that runs a command. */
export interface WorkflowStep {
  readonly job: string;
  readonly name: string;
  readonly run: string;
  readonly line: number;
}

/** An action that a workflow uses, with the comment behind it. */
export interface UsedAction {
  readonly uses: string;
  readonly comment: string;
  readonly line: number;
}

/** What the scripts want of a workflow file. */
export interface Workflow {
  readonly steps: readonly WorkflowStep[];
  readonly actions: readonly UsedAction[];
  readonly errors: readonly { readonly message: string; readonly line: number }[];
  /** The names of the keys on top, e.g. `permissions`. */
  readonly keys: readonly string[];
}

/** Reads the steps of every job of a GitHub workflow, in the order in which they stand. */
export function parseWorkflow(text: string): Workflow {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const findLine = (node: unknown): number => lines.linePos((node as Node | undefined)?.range?.[0] ?? 0).line;
  const errors = document.errors.map((error) => ({
    message: error.message,
    line: lines.linePos(error.pos[0]).line,
  }));
  const root = isMap(document.contents) ? document.contents : undefined;
  const steps: WorkflowStep[] = [];
  const actions: UsedAction[] = [];
  for (const { job, step } of listSteps(root)) {
    const uses = step.get("uses", true);
    if (isScalar(uses))
      actions.push({ uses: String(uses.value), comment: uses.comment?.trim() ?? "", line: findLine(uses) });
    const run = step.get("run", true);
    if (!isScalar(run)) continue;
    steps.push({
      job,
      name: String(step.get("name") ?? run.value),
      run: String(run.value).trim(),
      line: findLine(run),
    });
  }
  return { steps, actions, errors, keys: root?.items.map(({ key }) => String(key)) ?? [] };
}

function listSteps(root: YAMLMap | undefined): { job: string; step: YAMLMap }[] {
  const jobs = root?.get("jobs");
  if (!isMap(jobs)) return [];
  return jobs.items.flatMap(({ key, value }) => {
    const steps = isMap(value) ? value.get("steps") : undefined;
    return isSeq(steps) ? steps.items.filter(isMap).map((step) => ({ job: String(key), step })) : [];
  });
}
