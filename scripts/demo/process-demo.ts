import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../process/run-command.ts";
import { ensureSystemPackages } from "../system/ensure-system-packages.ts";
import { RUN_NEEDS } from "../system/needs.ts";
import { buildWorkspace } from "./build-workspace.ts";
import { BIN_PATH, STORAGE_PATH } from "./demo-paths.ts";
import { findLatestAnalysis } from "./find-latest-analysis.ts";
import { readCapture } from "./read-capture.ts";

const RUN_TIMEOUT_MS = 120_000;
const SHOWN_PACKETS = 12;

/** `pnpm demo:process`: everything that is needed, then a real run of `auxiliary` around a program, then what it left. */
export async function runProcessDemo(): Promise<number> {
  await ensureSystemPackages(RUN_NEEDS);
  const built = await buildWorkspace();
  if (built !== 0) return built;
  const before = findLatestAnalysis(STORAGE_PATH);
  console.log("$ auxiliary run -- node examples/traffic.mjs\n");
  const args = [BIN_PATH, "run", "--", process.execPath, "examples/traffic.mjs"];
  const run = await runCommand(process.execPath, args, { isShown: true, timeoutMs: RUN_TIMEOUT_MS });
  const analysisPath = findLatestAnalysis(STORAGE_PATH);
  if (run.code !== 0 || !analysisPath || analysisPath === before) return run.code || 1;
  showResult(analysisPath);
  return 0;
}

function showResult(analysisPath: string): void {
  const pcapPath = join(analysisPath, "dump.pcap");
  const packets = readCapture(pcapPath);
  console.log(`\n${analysisPath} holds: ${readdirSync(analysisPath).sort().join(", ")}`);
  console.log(`\n$ tcpdump -n -r ${pcapPath}`);
  for (const packet of packets.slice(0, SHOWN_PACKETS)) console.log(`  ${packet.slice(0, 118)}`);
  console.log(`  ${packets.length} packets in all`);
  console.log("\nWhere to look next:");
  console.log(`  ${join(analysisPath, "auxiliaries.json")}   the record: what ran, when, what came of it`);
  console.log(
    "  conf/auxiliaries.conf               every option of the sniffer, and how to add an auxiliary",
  );
  console.log("  npx -y pnpm@10.34.9 test            all tests");
}
