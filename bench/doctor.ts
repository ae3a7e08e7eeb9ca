import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type BenchRow, formatMs, formatRatio } from "./bench-row.ts";
import { findMedian } from "./harness.ts";

const PACKAGES_PATH = resolve(import.meta.dirname, "../packages");
const BIN_PATH = join(PACKAGES_PATH, "cli/bin/auxiliary.js");
const AUXILIARIES = 10;
const SLOWEST_MS = 300;
const LIMIT = 3;
const ROUNDS = 5;

/** What `auxiliary doctor` takes for ten modules, from the call to the prompt, beside the slowest check of them. */
export async function benchDoctor(): Promise<readonly BenchRow[]> {
  const project = makeProject();
  try {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await timeDoctor(project));
    const ours = findMedian(times);
    return [
      {
        what: `doctor, ${AUXILIARIES} auxiliaries, from the call to its report`,
        ours: formatMs(ours),
        comparedWith: `its slowest check, ${formatMs(SLOWEST_MS)}`,
        ratio: formatRatio(ours, SLOWEST_MS),
        limit: `${LIMIT} ×`,
        isMet: ours <= LIMIT * SLOWEST_MS,
      },
    ];
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

async function timeDoctor(project: string): Promise<number> {
  const began = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [BIN_PATH, "doctor", "--json"], {
    cwd: project,
  });
  const took = performance.now() - began;
  const report: { readonly isWhole: boolean; readonly findings: readonly unknown[] } = JSON.parse(stdout);
  if (!report.isWhole || report.findings.length < AUXILIARIES)
    throw new Error(`the doctor is ill: ${stdout}`);
  return took;
}

/** Ten modules whose checks wait, the last one longest. */
function makeProject(): string {
  const project = mkdtempSync(join(tmpdir(), "bench-doctor-"));
  const write = (path: string, text: string) => writeFileSync(join(project, path), text);
  for (const folder of ["conf", "node_modules/@aux"]) mkdirSync(join(project, folder), { recursive: true });
  symlinkSync(join(PACKAGES_PATH, "core"), join(project, "node_modules/@aux/core"));
  const names = Array.from({ length: AUXILIARIES }, (_, index) => `slow-${index}`);
  write("conf/auxiliaries.conf", names.map((name) => `[${name}]\n`).join(""));
  write(
    "package.json",
    JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, "1.0.0"])) }),
  );
  for (const [index, name] of names.entries()) {
    mkdirSync(join(project, "node_modules", name));
    const manifest = {
      name,
      version: "1.0.0",
      type: "module",
      exports: "./index.js",
      keywords: ["auxiliary-module"],
    };
    write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
    write(`node_modules/${name}/index.js`, buildModule((SLOWEST_MS * (index + 1)) / AUXILIARIES));
  }
  return project;
}

function buildModule(checkMs: number): string {
  return `import { Auxiliary } from "@aux/core";
export default class extends Auxiliary {
  start() { return true; }
  stop() { return true; }
  async check() { await new Promise((resolve) => setTimeout(resolve, ${checkMs})); return []; }
  tryOut() { return "it works"; }
}
`;
}
