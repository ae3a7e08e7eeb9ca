import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Auxiliary, type AuxiliaryEntry, AuxiliaryRunner } from "@aux/core";
import { type BenchRow, formatMs, formatRatio } from "./bench-row.ts";
import { measureInterleaved } from "./harness.ts";

const LIMIT_MS = 0.05;
const COUNTS = [1, 10, 100];
const ROUNDS = 50;
// Enough for the compiler to have settled: an orchestrator runs for weeks.
const WARM_UP_ROUNDS = 20;
/** Auxiliaries per contender and round. */
const BATCH = 100;

class Empty extends Auxiliary {
  override start(): boolean {
    return true;
  }
  override stop(): boolean {
    return true;
  }
}

/** What the runner itself costs per auxiliary, start and stop together, with auxiliaries that do nothing. */
export async function benchRunnerCost(): Promise<readonly BenchRow[]> {
  const temporaryPath = mkdtempSync(join(tmpdir(), "bench-runner-"));
  try {
    const rows: BenchRow[][] = [];
    for (const count of COUNTS) rows.push(await benchCount(count, temporaryPath));
    return rows.flat();
  } finally {
    rmSync(temporaryPath, { recursive: true, force: true });
  }
}

async function benchCount(count: number, temporaryPath: string): Promise<BenchRow[]> {
  const entries = Array.from({ length: count }, (_, index) => ({ Class: Empty, name: `empty-${index}` }));
  const bare = Array.from({ length: count }, () => new BareHooks());
  let folder = 0;
  const nextPath = (): string => join(temporaryPath, `${count}-${folder++}`);
  const medians = await measureInterleaved(
    {
      ours: () => runAll(entries, nextPath(), false),
      withRecord: () => runAll(entries, nextPath(), true),
      bare: () => callAll(bare),
    },
    ROUNDS,
    WARM_UP_ROUNDS,
    BATCH / count,
  );
  const what = `runner, ${count} empty ${count === 1 ? "auxiliary" : "auxiliaries"}, start + stop`;
  const comparedWith = `hooks awaited bare, ${formatMs(medians.bare / count)}`;
  const perOne = medians.ours / count;
  const withRecord = medians.withRecord / count;
  return [
    {
      what,
      ours: `${formatMs(perOne)} each`,
      comparedWith,
      ratio: formatRatio(perOne, medians.bare / count),
      limit: `${formatMs(LIMIT_MS)} each`,
      isMet: perOne <= LIMIT_MS,
    },
    {
      what: "  with auxiliaries.json written",
      ours: `${formatMs(withRecord)} each`,
      comparedWith: `without the record, ${formatMs(perOne)}`,
      ratio: formatRatio(withRecord, perOne),
      limit: "",
    },
  ];
}

async function runAll(
  auxiliaries: readonly AuxiliaryEntry[],
  analysisPath: string,
  record: boolean,
): Promise<void> {
  const machine = { name: "bench" };
  const runner = new AuxiliaryRunner({ auxiliaries, analysisPath, task: { id: "1" }, machine, record });
  await runner.start();
  const written = await runner.stop();
  if (written.auxiliaries.some(({ state }) => state !== "stopped"))
    throw new Error("an empty auxiliary failed");
}

class BareHooks {
  async start(): Promise<boolean> {
    return true;
  }
  async stop(): Promise<boolean> {
    return true;
  }
}

async function callAll(hooks: readonly BareHooks[]): Promise<void> {
  for (const one of hooks) await one.start();
  for (const one of hooks.toReversed()) await one.stop();
}
