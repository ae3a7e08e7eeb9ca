import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BenchRow, formatMs, formatRatio } from "./bench-row.ts";
import { measureInterleaved } from "./harness.ts";

const LIMIT_RATIO = 2.5;
const ROUNDS = 20;
const DETACHED_LIMIT_RATIO = 3;
const DETACHED_ROUNDS = 10;
const START_TIMEOUT_MS = 30_000;
const BIN_PATH = resolve("packages/cli/dist/bin.js");

/** A whole run around `true` with one auxiliary that does nothing, against a Node that does nothing: wall time. */
export async function benchCliStart(): Promise<readonly BenchRow[]> {
  const rootPath = mkdtempSync(join(tmpdir(), "bench-cli-"));
  try {
    writeProject(rootPath);
    const { ours, node } = await measureInterleaved(
      {
        ours: () => void runNode([BIN_PATH, "run", "--", "true"], rootPath),
        node: () => void runNode(["-e", "0"], rootPath),
      },
      ROUNDS,
    );
    const row = {
      what: "auxiliary run -- true, one empty auxiliary, wall",
      ours: formatMs(ours),
      comparedWith: `node -e 0, ${formatMs(node)}`,
      ratio: formatRatio(ours, node),
      limit: `${LIMIT_RATIO} ×`,
      isMet: ours <= LIMIT_RATIO * node,
    };
    return [row, await compareDetached(rootPath)];
  } finally {
    rmSync(rootPath, { recursive: true, force: true });
  }
}

/** An analysis begun in the background and stopped, against one in the foreground: three processes instead of one. */
async function compareDetached(rootPath: string): Promise<BenchRow> {
  const { detached, run } = await measureInterleaved(
    {
      detached: () => {
        const folder = runNode([BIN_PATH, "start", "--detach"], rootPath).trim();
        runNode([BIN_PATH, "stop", folder], rootPath);
      },
      run: () => void runNode([BIN_PATH, "run", "--", "true"], rootPath),
    },
    DETACHED_ROUNDS,
  );
  return {
    what: "auxiliary start --detach and stop, one empty auxiliary, wall",
    ours: formatMs(detached),
    comparedWith: `auxiliary run -- true, ${formatMs(run)}`,
    ratio: formatRatio(detached, run),
    limit: `${DETACHED_LIMIT_RATIO} ×`,
    isMet: detached <= DETACHED_LIMIT_RATIO * run,
  };
}

function runNode(args: readonly string[], cwd: string): string {
  const result = spawnSync(process.execPath, args, { cwd, encoding: "utf8", timeout: START_TIMEOUT_MS });
  if (result.status !== 0)
    throw new Error(`node ${args.join(" ")} ended with ${result.status}:\n${result.stderr}`);
  return result.stdout;
}

function writeProject(rootPath: string): void {
  const packagePath = join(rootPath, "node_modules", "no-op");
  mkdirSync(join(rootPath, "conf"));
  mkdirSync(packagePath, { recursive: true });
  writeFileSync(join(rootPath, "conf", "auxiliaries.conf"), "[no-op]\nenabled = on\n");
  writeJson(join(rootPath, "package.json"), { name: "project", dependencies: { "no-op": "1.0.0" } });
  const manifest = { name: "no-op", version: "1.0.0", type: "module", main: "index.js" };
  writeJson(join(packagePath, "package.json"), { ...manifest, keywords: ["auxiliary-module"] });
  const body = "{ start() { return true; } stop() { return true; } }";
  const source = `import { Auxiliary } from "@aux/core";\nexport default class NoOp extends Auxiliary ${body}\n`;
  writeFileSync(join(packagePath, "index.js"), source);
  // The same core as the bin's, as in an installation where npm has found one place for both.
  mkdirSync(join(rootPath, "node_modules", "@aux"));
  symlinkSync(resolve("packages/core"), join(rootPath, "node_modules", "@aux", "core"), "dir");
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, JSON.stringify(value, null, 2));
}
