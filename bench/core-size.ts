import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { runCommand } from "../scripts/process/run-command.ts";
import { packPackages } from "../scripts/workspace/pack-packages.ts";
import type { BenchRow } from "./bench-row.ts";

const LIMIT_PACKAGES = 5;
const LIMIT_BYTES = 2 * 1024 * 1024;

/** How much `npm install @aux/core` brings, measured on the packed package: packages, and bytes as the disk counts them. */
export async function benchCoreSize(): Promise<readonly BenchRow[]> {
  const projectPath = mkdtempSync(join(tmpdir(), "bench-size-"));
  try {
    writeFileSync(join(projectPath, "package.json"), '{ "name": "size", "private": true }\n');
    const packed = await packPackages(process.cwd(), projectPath);
    const core = packed.find(({ manifest }) => manifest.name === "@aux/core");
    if (!core) throw new Error("@aux/core was not packed");
    const args = ["install", "--no-audit", "--no-fund", core.tarballPath];
    const installed = await runCommand("npm", args, { cwd: projectPath });
    if (installed.code !== 0) throw new Error(`npm could not install @aux/core:\n${installed.output}`);
    return buildRows(join(projectPath, "node_modules"));
  } finally {
    rmSync(projectPath, { recursive: true, force: true });
  }
}

function buildRows(modulesPath: string): BenchRow[] {
  const paths = readdirSync(modulesPath, { recursive: true, encoding: "utf8" });
  const packages = paths.filter((path) =>
    /(?:^|node_modules\/)(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(path),
  );
  const bytes = paths
    .filter((path) => basename(path) !== ".package-lock.json")
    .reduce((sum, path) => sum + lstatSync(join(modulesPath, path)).blocks * 512, 0);
  return [
    buildRow("packages", packages.length, LIMIT_PACKAGES, String),
    buildRow("on disk", bytes, LIMIT_BYTES, (value) => `${(value / 1024).toFixed(0)} KiB`),
  ];
}

function buildRow(unit: string, value: number, limit: number, format: (value: number) => string): BenchRow {
  return {
    what: `@aux/core installed with npm: ${unit}`,
    ours: format(value),
    comparedWith: `limit, ${format(limit)}`,
    ratio: `${(value / limit).toFixed(2)} ×`,
    limit: format(limit),
    isMet: value <= limit,
  };
}
