import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPnpmCommand } from "../process/pnpm-command.ts";
import { runCommand } from "../process/run-command.ts";
import { type PackedPackage, packPackages } from "../workspace/pack-packages.ts";
import { readTarball, type Tarball } from "../workspace/read-tarball.ts";
import type { Check, CheckReport, Finding } from "./check.ts";
import { buildSizeTable } from "./tarball-sizes.ts";

const WIDTH = 2;
const ALLOWED_FILE = /^(?:dist\/.*|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
const UNWANTED_FILE = /\.map$|\.tsbuildinfo$|\.test\./;
// publint looks for the files that "exports" and "bin" name.
const REQUIRED_FILES = ["package.json", "README.md", "LICENSE"];
const WORKSPACE_WORDS = ["@aux/source", "workspace:", "catalog:"];

/** The check `tarballs`: each package exactly as it would be published. */
export const tarballsCheck: Check = {
  name: "tarballs",
  about: "packed packages hold what they should, and satisfy publint and attw",
  after: "build",
  run: () => checkTarballs(process.cwd()),
};

/** Finds in an unpacked tarball what must not be in it, and what it lacks. */
export function findTarballProblems(folder: string, { files }: Pick<Tarball, "files">): readonly Finding[] {
  const names = [...files.keys()];
  const manifest = files.get("package.json")?.toString("utf8") ?? "";
  const at = (what: string, remedy: string): Finding => ({ where: `${folder}/package.json`, what, remedy });
  return [
    ...names
      .filter((name) => !ALLOWED_FILE.test(name) || UNWANTED_FILE.test(name))
      .map((name) => at(`the tarball holds ${name}`, 'Exclude it in "files".')),
    ...REQUIRED_FILES.filter((name) => !files.has(name)).map((name) =>
      at(`the tarball lacks ${name}`, "Write it, or build first (pnpm build)."),
    ),
    ...WORKSPACE_WORDS.filter((word) => manifest.includes(word)).map((word) =>
      at(
        `the packed package.json still says ${word}`,
        "Only pnpm replaces it on packing; see publishConfig.",
      ),
    ),
  ];
}

async function checkTarballs(rootPath: string): Promise<CheckReport> {
  const temporaryPath = mkdtempSync(join(tmpdir(), "tarballs-"));
  try {
    const packed = await packPackages(rootPath, temporaryPath);
    const findings = await mapLimited(packed, WIDTH, checkOne);
    return { findings: findings.flat(), notes: buildSizeTable(rootPath, packed) };
  } finally {
    rmSync(temporaryPath, { recursive: true, force: true });
  }
}

async function checkOne({ folder, tarballPath }: PackedPackage): Promise<readonly Finding[]> {
  const held = findTarballProblems(folder, readTarball(tarballPath));
  const judged = [
    await judge(folder, ["publint", "run", tarballPath, "--strict"]),
    await judge(folder, [
      "attw",
      tarballPath,
      "--profile",
      "esm-only",
      "--no-color",
      "--no-emoji",
      "--format",
      "ascii",
    ]),
  ];
  return [...held, ...judged.flat()];
}

async function judge(folder: string, command: readonly string[]): Promise<Finding[]> {
  const { file, args } = buildPnpmCommand(["exec", ...command]);
  const result = await runCommand(file, args, { timeoutMs: 120_000 });
  if (result.code === 0) return [];
  const remedy = `Mend "exports" or "files" in ${folder}/package.json.`;
  return [{ where: `${folder}/package.json`, what: `${command[0]} says:\n${indent(result.output)}`, remedy }];
}

function indent(text: string): string {
  return text.trim().replace(/^/gm, "        ");
}

async function mapLimited<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const takeNext = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, takeNext));
  return results;
}
