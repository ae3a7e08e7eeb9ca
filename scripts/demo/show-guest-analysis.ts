import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnalysisRecord } from "@aux/core";
import type { LoggedAction } from "@aux/human";
import { type Comparison, compareCapture, countKinds } from "../../guest/compare/compare-capture.ts";
import { compareInput, readActions } from "../../guest/compare/compare-input.ts";
import { compareScreens, type NamedShot, nameShots } from "../../guest/compare/compare-screens.ts";
import { parseGuestLog } from "../../guest/compare/guest-log.ts";
import { parsePacket } from "../../guest/compare/packet.ts";
import { readFrames } from "../../guest/compare/read-frames.ts";
import { findOrderFaults, listSteps } from "../../guest/compare/record-steps.ts";
import type { Lab } from "../../guest/lab/lab.ts";
import { GUEST_PROJECT_PATH } from "./demo-paths.ts";
import { readCapture } from "./read-capture.ts";

const SHOWN_PACKETS = 3;

/** Shows what an analysis of the guest left, and whether the order was kept and nothing is missing: else false. */
export async function showGuestAnalysis(analysisPath: string, lab: Lab): Promise<boolean> {
  const record: AnalysisRecord = JSON.parse(readFileSync(join(analysisPath, "auxiliaries.json"), "utf8"));
  const isInOrder = showSteps(record);
  const pcapPath = join(analysisPath, "dump.pcap");
  const packets = readFrames(pcapPath).map((frame) => parsePacket(frame, lab.ports));
  showPackets(pcapPath, countKinds(packets));
  const log = parseGuestLog(readFileSync(join(analysisPath, "console.log"), "utf8"));
  const shots = nameShots(analysisPath);
  showShots(analysisPath, shots);
  const actions = readActions(join(analysisPath, "human.jsonl"));
  showActions(analysisPath, actions);
  const tapFrames = (await lab.countFrames(0))?.fromGuest;
  const { entries, isolation } = lab;
  const mac = lab.guests[0]?.mac ?? "";
  const isWhole = showComparisons([
    ...compareCapture({ packets, mac, log, entries, tapFrames, isolation }),
    compareScreens(log.screens, shots),
    ...compareInput(actions, log, entries),
  ]);
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

function showShots(analysisPath: string, shots: readonly NamedShot[]): void {
  console.log(
    `\n${shots.length} pictures, kept whenever the screen had changed; the white one was there for 200 ms:`,
  );
  for (const { path, wall, name, width, height } of shots)
    console.log(`  ${join(analysisPath, path)}  ${wall.slice(11, 23)}  ${width}x${height}  ${name}`);
}

function showActions(analysisPath: string, actions: readonly LoggedAction[]): void {
  const path = join(analysisPath, "human.jsonl");
  const count = (kind: LoggedAction["action"]) => actions.filter(({ action }) => action === kind).length;
  const kinds = ["move", "click", "type", "enter"] as const;
  const counts = kinds.map((kind) => `${kind} ${count(kind)}`).join(", ");
  console.log(`\n${actions.length} actions of a hand from outside in ${path}: ${counts}`);
}

function showComparisons(comparisons: readonly Comparison[]): boolean {
  console.log("\nIs anything missing? What was recorded against those who know nothing of it:");
  for (const { source, told, found, missing } of comparisons) {
    console.log(`  ${found} of ${told}  ${source}`);
    for (const what of missing) console.log(`    MISSING: ${what}`);
  }
  const isWhole = comparisons.every(({ missing }) => missing.length === 0);
  console.log(isWhole ? "  Nothing is missing." : "  The result is not whole.");
  return isWhole;
}

function showNext(analysisPath: string): void {
  console.log(`\n${analysisPath} holds: ${readdirSync(analysisPath).sort().join(", ")}`);
  console.log("\nWhere to look next:");
  console.log(`  ${join(analysisPath, "auxiliaries.json")}  the record: what ran, when, what came of it`);
  console.log(`  ${join(analysisPath, "console.log")}       what the guest said`);
  console.log(
    `  ${join(analysisPath, "shots")}             the pictures, and when each was taken (index.json)`,
  );
  console.log(`  ${join(analysisPath, "human.jsonl")}       what was clicked and typed, and when`);
  console.log(`  ${GUEST_PROJECT_PATH}/conf                  the machine and the modules around it`);
  console.log("  npx -y pnpm@10.34.9 demo:process    the same around a program instead of a machine");
  console.log("  npx -y pnpm@10.34.9 test            all tests");
}
