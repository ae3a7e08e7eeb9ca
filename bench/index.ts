import { cpus } from "node:os";
import { ensureSystemPackages } from "../scripts/system/ensure-system-packages.ts";
import { BENCH_NEEDS } from "../scripts/system/needs.ts";
import { type BenchRow, buildTable } from "./bench-row.ts";
import { benchCapture } from "./capture.ts";
import { benchCliStart } from "./cli-start.ts";
import { benchCoreSize } from "./core-size.ts";
import { benchDiscovery } from "./discovery.ts";
import { benchDoctor } from "./doctor.ts";
import { benchMachineStart } from "./machine-start.ts";
import { benchManyAnalyses } from "./many-analyses.ts";
import { benchRevert } from "./revert.ts";
import { benchRunnerCost } from "./runner-cost.ts";
import { benchScreenshotCost } from "./screenshot-cost.ts";
import { benchScreenshotCrowd } from "./screenshot-crowd.ts";

const BENCHES: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  runner: benchRunnerCost,
  discovery: benchDiscovery,
  cli: benchCliStart,
  size: benchCoreSize,
  revert: benchRevert,
  machine: benchMachineStart,
  screenshot: benchScreenshotCost,
  "screenshot-crowd": benchScreenshotCrowd,
  capture: benchCapture,
  many: benchManyAnalyses,
  doctor: benchDoctor,
};

/** `pnpm bench [name…]`: one table; exits with 1 when a number misses its limit. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0)
    throw new Error(`unknown: ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
  await ensureSystemPackages(BENCH_NEEDS);
  const rows: BenchRow[] = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length === 0 || names.includes(name)) rows.push(...(await bench()));
  }
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, medians\n`,
  );
  console.log(buildTable(rows));
  return rows.some(({ isMet }) => isMet === false) ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
