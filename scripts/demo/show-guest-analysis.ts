import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnalysisRecord } from "@aux/core";
import { type Comparison, compareCapture, countKinds } from "../../guest/compare/compare-capture.ts";
import { parseGuestLog } from "../../guest/compare/guest-log.ts";
import { parsePacket } from "../../guest/compare/packet.ts";
import { readFrames } from "../../guest/compare/read-frames.ts";
import { findOrderFaults, listSteps } from "../../guest/compare/record-steps.ts";
import type { Lab } from "../../guest/lab/lab.ts";
import { GUEST_PROJECT_PATH } from "./demo-paths.ts";
import { readCapture } from "./read-capture.ts";

const SHOWN_PACKETS = 3;

/** Shows what an analysis of the guest left, and whether the order was kept and no packet is missing: else false. */
export async function showGuestAnalysis(analysisPath: string, lab: Lab): Promise<boolean> {
  const record: AnalysisRecord = JSON.parse(readFileSync(join(analysisPath, "auxiliaries.json"), "utf8"));
  const isInOrder = showSteps(record);
  const pcapPath = join(analysisPath, "dump.pcap");
  const packets = readFrames(pcapPath).map((frame) => parsePacket(frame, lab.ports));
  showPackets(pcapPath, countKinds(packets));
  const log = parseGuestLog(readFileSync(join(analysisPath, "console.log"), "utf8"));
  const tapFrames = (await lab.countFrames(0))?.fromGuest;
  const { entries, isolation } = lab;
  const mac = lab.guests[0]?.mac ?? "";
  const comparisons = compareCapture({ packets, mac, log, entries, tapFrames, isolation });
  const isWhole = showComparisons(comparisons);
  showNext(analysisPath);
  return isWhole && isInOrder;
}

function showSteps(record: AnalysisRecord): boolean {
  console.log("\nWhat happened, in order (seconds since the run began, and how long it took):");
  const steps = listSteps(record);
  for (const { name, beganMs, endedMs } of steps) {
    const began = (beganMs / 1000).toFixed(2).padStart(6);
    console.log(`  ${began}  ${name.padEnd(20)} ${((endedMs - beganMs) / 1000).toFixed(2).padStart(6)}`);
  }
  const faults = findOrderFaults(steps);
  for (const fault of faults) console.log(`  WRONG: ${fault}`);
  return faults.length === 0;
}

function showPackets(pcapPath: string, kinds: readonly (readonly [string, number])[]): void {
  const lines = readCapture(pcapPath).map((line) => `  ${line.slice(0, 110)}`);
  console.log(`\n${lines.length} packets in ${pcapPath}: ${kinds.map((kind) => kind.join(" ")).join(", ")}`);
  console.log([...lines.slice(0, SHOWN_PACKETS), "  …", ...lines.slice(-SHOWN_PACKETS)].join("\n"));
}

function showComparisons(comparisons: readonly Comparison[]): boolean {
  console.log("\nIs one missing? The capture against those who know nothing of it:");
  for (const { source, told, found, missing } of comparisons) {
    console.log(`  ${found} of ${told}  ${source}`);
    for (const what of missing) console.log(`    MISSING: ${what}`);
  }
  const isWhole = comparisons.every(({ missing }) => missing.length === 0);
  console.log(isWhole ? "  None is missing." : "  The capture is not whole.");
  return isWhole;
}

function showNext(analysisPath: string): void {
  console.log(`\n${analysisPath} holds: ${readdirSync(analysisPath).sort().join(", ")}`);
  console.log("\nWhere to look next:");
  console.log(`  ${join(analysisPath, "auxiliaries.json")}  the record: what ran, when, what came of it`);
  console.log(`  ${join(analysisPath, "console.log")}       what the guest said`);
  console.log(`  ${GUEST_PROJECT_PATH}/conf                  the machine and the modules around it`);
  console.log("  npx -y pnpm@10.34.9 demo:process    the same around a program instead of a machine");
  console.log("  npx -y pnpm@10.34.9 test            all tests");
}
