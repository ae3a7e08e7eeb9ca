import type { Figures } from "../figures/count-figures.ts";
import type { Verdict } from "./judge-killed-run.ts";

/** What a series of kills came to, for a person. */
export function describeKills(what: string, verdicts: readonly Verdict[]): string {
  const phases = new Map<string, number>();
  for (const { phase } of verdicts) phases.set(phase, (phases.get(phase) ?? 0) + 1);
  const where = [...phases].map(([phase, count]) => `${phase} ${count}`).join(", ");
  const slowest = Math.round(Math.max(...verdicts.map(({ goneMs }) => goneMs)));
  const captures = verdicts.filter(({ hasCapture }) => hasCapture);
  const ages = captures.flatMap(({ newestMs }) => newestMs ?? []).sort((a, b) => a - b);
  const [median = 0, oldest = 0] = [ages[Math.floor(ages.length / 2)], ages.at(-1)].map((ms) =>
    Math.round(ms ?? 0),
  );
  return [
    `${verdicts.length} kills of ${what}, in the phases ${where}`,
    `  all processes gone after ${slowest} ms at most`,
    `  ${verdicts.filter(({ isRecovered }) => isRecovered).length} records finished by recover`,
    `  ${captures.length} captures readable, ${captures.reduce((sum, { packets }) => sum + packets, 0)} packets`,
    `  the newest packet kept was ${median} ms old in the median, ${oldest} ms at most`,
  ].join("\n");
}

/** The same for the suite's figures. */
export function figuresOf(verdicts: readonly Verdict[]): Figures {
  return {
    "faults injected": verdicts.length,
    "runners killed": verdicts.length,
    "invariants broken": verdicts.reduce((sum, { faults }) => sum + faults.length, 0),
  };
}
