import type { Check, CheckReport } from "./check.ts";

/** A check that has ended. */
export interface EndedCheck {
  readonly check: Check;
  readonly report: CheckReport;
  readonly durationMs: number;
}

/**
 * Runs checks, at most `width` at a time, each after the one it names in `after` (if that one is among them), and
 * tells `onEnd` of each as it ends. A check that throws is a finding of its own.
 */
export async function runChecks(
  checks: readonly Check[],
  width: number,
  onEnd: (ended: EndedCheck) => void,
): Promise<readonly EndedCheck[]> {
  const waiting = [...checks];
  const ended: EndedCheck[] = [];
  const running = new Map<string, Promise<void>>();
  while (waiting.length > 0 || running.size > 0) {
    for (const check of takeReady(waiting, running, width, ended, checks)) {
      running.set(
        check.name,
        runOne(check).then((result) => {
          running.delete(check.name);
          ended.push(result);
          onEnd(result);
        }),
      );
    }
    await Promise.race(running.values());
  }
  return ended;
}

function takeReady(
  waiting: Check[],
  running: ReadonlyMap<string, unknown>,
  width: number,
  ended: readonly EndedCheck[],
  all: readonly Check[],
): Check[] {
  const isReady = (check: Check): boolean =>
    !all.some(({ name }) => name === check.after) || ended.some((one) => one.check.name === check.after);
  const taken = waiting.filter(isReady).slice(0, width - running.size);
  for (const check of taken) waiting.splice(waiting.indexOf(check), 1);
  if (taken.length === 0 && running.size === 0)
    throw new Error(`checks wait for each other: ${waiting.map(({ name }) => name).join(", ")}`);
  return taken;
}

async function runOne(check: Check): Promise<EndedCheck> {
  const startedMs = performance.now();
  const report = await runSafely(check);
  return { check, report, durationMs: performance.now() - startedMs };
}

async function runSafely(check: Check): Promise<CheckReport> {
  try {
    return await check.run();
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      findings: [{ where: `check ${check.name}`, what, remedy: "Mend the check itself (scripts/check)." }],
    };
  }
}
