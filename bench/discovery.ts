import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCandidates } from "@aux/core";
import { type BenchRow, formatMs, formatRatio } from "./bench-row.ts";
import { measureInterleaved } from "./harness.ts";

const LIMIT_RATIO = 2;
const COUNTS = [10, 100, 1000];
const MATCHING = 20;
const ROUNDS = 100;
const WARM_UP_ROUNDS = 50;
// The median package.json of npm's most used packages is about this long.
const FILLER = "x".repeat(1_400);

/** Discovery of the auxiliaries among many direct dependencies, against reading and parsing the same files. */
export async function benchDiscovery(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const count of COUNTS) rows.push(await benchCount(count));
  return rows;
}

async function benchCount(count: number): Promise<BenchRow> {
  const rootPath = mkdtempSync(join(tmpdir(), "bench-discovery-"));
  try {
    const paths = writeProject(rootPath, count);
    const matching = Math.min(MATCHING, count);
    const { ours, reading } = await measureInterleaved(
      { ours: () => discover(rootPath, matching), reading: () => readAll(paths) },
      ROUNDS,
      WARM_UP_ROUNDS,
      Math.max(1, 100 / count),
    );
    return {
      what: `discovery, ${count} direct dependencies, ${matching} matching`,
      ours: formatMs(ours),
      comparedWith: `readFileSync + JSON.parse, ${formatMs(reading)}`,
      ratio: formatRatio(ours, reading),
      limit: `${LIMIT_RATIO} ×`,
      isMet: ours <= LIMIT_RATIO * reading,
    };
  } finally {
    rmSync(rootPath, { recursive: true, force: true });
  }
}

function discover(rootPath: string, matching: number): void {
  const { candidates } = findCandidates(rootPath, { keyword: "auxiliary-module", field: "auxiliary" });
  if (candidates.length !== matching) throw new Error(`found ${candidates.length}, not ${matching}`);
}

function readAll(paths: readonly string[]): void {
  for (const path of paths) JSON.parse(readFileSync(path, "utf8"));
}

function writeProject(rootPath: string, count: number): string[] {
  const names = Array.from({ length: count }, (_, index) => `package-${index}`);
  const dependencies = Object.fromEntries(names.map((name) => [name, "1.0.0"]));
  mkdirSync(join(rootPath, "conf"));
  writeFileSync(join(rootPath, "conf", "auxiliaries.conf"), "[package-0]\nenabled = on\n");
  writeManifest(rootPath, { name: "project", dependencies });
  const paths = names.map((name, index) => {
    const keywords = index < MATCHING ? ["auxiliary-module"] : ["other"];
    const manifest = { name, version: "1.0.0", keywords, description: FILLER, main: "index.js" };
    return writeManifest(join(rootPath, "node_modules", name), manifest);
  });
  return [join(rootPath, "package.json"), ...paths];
}

function writeManifest(folderPath: string, manifest: object): string {
  mkdirSync(folderPath, { recursive: true });
  const path = join(folderPath, "package.json");
  writeFileSync(path, JSON.stringify(manifest, null, 2));
  return path;
}
