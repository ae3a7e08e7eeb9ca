import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { AnalysisRecord, Artifact } from "@aux/core";
import { readFrames } from "../../guest/compare/read-frames.ts";
import { findRecordFaults } from "../record/find-record-faults.ts";
import type { Killable } from "./killable-run.ts";

/** All that a runner started must be gone by then. */
const GONE_MS = 2_000;
const LOOK_MS = 10;

/** What one SIGKILL came to. */
export interface Verdict {
  readonly id: string;
  /** When it was killed, counted from its start. */
  readonly atMs: number;
  /** The last phase that its journal knows; `none` before there is one. */
  readonly phase: string;
  /** How long the last of its processes was still there. */
  readonly goneMs: number;
  readonly isRecovered: boolean;
  /** Whole packets in its capture. */
  readonly packets: number;
  readonly hasCapture: boolean;
  /** How old the newest packet that was kept was when the runner died; undefined where there is none. */
  readonly newestMs: number | undefined;
  readonly faults: readonly string[];
}

/** Looks at what a killed run has left, lets `auxiliary recover` finish it, and looks again. */
export async function judgeKilledRun(place: Killable, id: string, atMs: number): Promise<Verdict> {
  const faults: string[] = [];
  const killedAtMs = Date.now();
  const { left, goneMs } = await untilGone(place);
  if (left.length > 0) faults.push(`after ${GONE_MS} ms there still is ${left.join(" | ")}`);
  const path = place.analysisPath(id);
  const phase = findPhase(path);
  const hasFolder = existsSync(path);
  const before = hasFolder ? readRecord(path) : undefined;
  const recovery = await place.auxiliary("recover", ...(hasFolder && phase !== "none" ? [path] : []));
  if (recovery.code !== 0) faults.push(`recover exited with ${recovery.code}: ${recovery.said}`);
  const record = hasFolder ? readRecord(path) : undefined;
  if (phase !== "none") faults.push(...judgeRecord(record, before));
  const capture = judgeCapture(path, record);
  faults.push(...capture.faults);
  const temporary = place.listTemporary();
  if (temporary.length > 0) faults.push(`left: ${temporary.join(" ")}`);
  const isRecovered = record?.outcome === "interrupted" && before?.outcome !== "interrupted";
  const { packets, isThere: hasCapture, newestAtMs } = capture;
  const newestMs = newestAtMs === undefined ? undefined : killedAtMs - newestAtMs;
  return { id, atMs, phase, goneMs, isRecovered, packets, hasCapture, newestMs, faults };
}

async function untilGone(place: Killable): Promise<{ left: readonly string[]; goneMs: number }> {
  const began = performance.now();
  for (;;) {
    const left = place.listProcesses();
    const goneMs = performance.now() - began;
    if (left.length === 0 || goneMs > GONE_MS) return { left, goneMs };
    await delay(LOOK_MS);
  }
}

/** A run that was killed after its last word has the outcome it had; any other one is interrupted now. */
function judgeRecord(
  record: AnalysisRecord | undefined,
  before: AnalysisRecord | undefined,
): readonly string[] {
  if (record === undefined) return ["there is a journal, and no record"];
  const expected = before === undefined || before.outcome === "running" ? "interrupted" : before.outcome;
  const isWrong = record.outcome !== expected;
  return [
    ...findRecordFaults(record, { isRecovered: expected === "interrupted" }),
    ...(isWrong ? [`the outcome is ${record.outcome} in place of ${expected}`] : []),
  ];
}

interface Capture {
  readonly isThere: boolean;
  readonly packets: number;
  readonly newestAtMs?: number | undefined;
  readonly faults: readonly string[];
}

/** The record's artifact is read to its end with a reader of our own: the repaired copy, where the original is cut. */
function judgeCapture(path: string, record: AnalysisRecord | undefined): Capture {
  const file = join(path, "dump.pcap");
  if (record === undefined || !existsSync(file)) return { isThere: false, packets: 0, faults: [] };
  const artifacts = record.auxiliaries.flatMap((auxiliary) => auxiliary.artifacts);
  const original = artifacts.find((artifact) => artifact.path === "dump.pcap");
  const repaired = artifacts.find(({ repairOf }) => repairOf === "dump.pcap");
  const best = repaired ?? original;
  if (best === undefined)
    return { isThere: true, packets: 0, faults: ["the record does not know dump.pcap"] };
  if (best.whole === false && repaired === undefined) return judgeEmpty(best);
  try {
    const frames = readFrames(join(path, best.path));
    const packets = frames.length;
    const isCounted = best.packets === packets;
    const wrong = `${best.path} holds ${packets} packets, and ${best.packets} by the record`;
    const newestAtMs = frames.at(-1)?.atMs;
    return { isThere: true, packets, newestAtMs, faults: isCounted ? [] : [wrong] };
  } catch (error) {
    return { isThere: true, packets: 0, faults: [String(error)] };
  }
}

/** tcpdump writes its file's header late: a file without it holds no packet that could be saved. */
function judgeEmpty({ bytes, path }: Artifact): Capture {
  const isEmpty = bytes < 24;
  return {
    isThere: true,
    packets: 0,
    faults: isEmpty ? [] : [`${path} is cut after ${bytes} bytes, and there is no repaired copy`],
  };
}

function readRecord(path: string): AnalysisRecord | undefined {
  const file = join(path, "auxiliaries.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as AnalysisRecord) : undefined;
}

function findPhase(path: string): string {
  const file = join(path, "journal.jsonl");
  if (!existsSync(file)) return "none";
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const names = lines.flatMap((line) => /"phase":\{"name":"([^"]+)"/.exec(line)?.[1] ?? []);
  return names.at(-1) ?? (lines.length > 0 ? "open" : "none");
}

/** Drafts and locks that a finished analysis must not hold. One that was killed before its journal was there is none. */
export function listUnfinished(path: string): readonly string[] {
  if (findPhase(path) === "none") return [];
  return readdirSync(path).filter((name) => /\.tmp$|\.lock$/.test(name));
}
