import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { AnalysisRecord } from "@aux/core";
import { buildGuest, type Guest } from "../guest/build-guest.ts";
import { type BenchRow, formatMs, formatRatio } from "./bench-row.ts";
import { findMedian } from "./harness.ts";

const LIMIT_MS = 300;
const ROUNDS = 9;
const RUN_TIMEOUT_MS = 60_000;
const BIN_PATH = resolve("packages/cli/dist/bin.js");
const PACKAGES = ["core", "analysis", "console", "machinery-qemu"];
/** What machinery and auxiliaries need by themselves, one after the other. */
const NEEDED_PHASES = ["machinery.prepare", "start", "machinery.revert", "machinery.start"];

/** From the call of `auxiliary run` to the running guest, against what machinery and auxiliaries take of it. */
export async function benchMachineStart(): Promise<readonly BenchRow[]> {
  const rootPath = mkdtempSync(join(tmpdir(), "bench-machine-"));
  try {
    writeProject(rootPath, await buildGuest());
    const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) => runOnce(rootPath, `${round}`)).slice(1);
    const whole = findMedian(rounds.map((round) => round.wholeMs));
    const needed = findMedian(rounds.map((round) => round.neededMs));
    return [
      {
        what: "auxiliary run --machine -> guest running, console module",
        ours: formatMs(whole),
        comparedWith: `machinery and module by themselves, ${formatMs(needed)}`,
        ratio: formatRatio(whole, needed),
        limit: `+ ${formatMs(LIMIT_MS)}`,
        isMet: whole - needed <= LIMIT_MS,
      },
    ];
  } finally {
    rmSync(rootPath, { recursive: true, force: true });
  }
}

function runOnce(rootPath: string, id: string): { readonly wholeMs: number; readonly neededMs: number } {
  const calledMs = Date.now();
  const args = [BIN_PATH, "run", "--machine", "bench", "--task", JSON.stringify({ id }), "--", "true"];
  const run = spawnSync(process.execPath, args, { cwd: rootPath, encoding: "utf8", timeout: RUN_TIMEOUT_MS });
  if (run.status !== 0) throw new Error(`auxiliary run ended with ${run.status}:\n${run.stderr}`);
  const recordPath = join(rootPath, "storage", "analysis", id, "auxiliaries.json");
  const { phases } = JSON.parse(readFileSync(recordPath, "utf8")) as AnalysisRecord;
  const needed = phases.filter(({ name }) => NEEDED_PHASES.includes(name));
  const running = needed.find(({ name }) => name === "machinery.start")?.ended;
  if (running === undefined) throw new Error("the machine did not start");
  const took = needed.map(({ started, ended = started }) => ended.monotonicMs - started.monotonicMs);
  return {
    wholeMs: Date.parse(running.wall) - calledMs,
    neededMs: took.reduce((sum, one) => sum + one, 0),
  };
}

function writeProject(rootPath: string, { kernelPath, initrdPath }: Guest): void {
  mkdirSync(join(rootPath, "conf"));
  writeFileSync(join(rootPath, "conf", "auxiliaries.conf"), "[console]\nenabled = on\n");
  const keys = ["machinery = qemu", `kernel = ${kernelPath}`, `initrd = ${initrdPath}`, "memory = 128"];
  const section = ["[bench]", ...keys, "accel = tcg", "powerdown_timeout = 0", ""];
  writeFileSync(join(rootPath, "conf", "machines.conf"), section.join("\n"));
  const dependencies = Object.fromEntries(PACKAGES.map((name) => [`@aux/${name}`, "*"]));
  writeFileSync(join(rootPath, "package.json"), JSON.stringify({ name: "project", dependencies }));
  mkdirSync(join(rootPath, "node_modules", "@aux"), { recursive: true });
  for (const name of PACKAGES) {
    symlinkSync(resolve("packages", name), join(rootPath, "node_modules", "@aux", name), "dir");
  }
}
