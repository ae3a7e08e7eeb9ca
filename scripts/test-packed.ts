import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "./process/run-command.ts";
import { type PackedPackage, packPackages } from "./workspace/pack-packages.ts";

const INSTALL_TIMEOUT_MS = 180_000;

/** `pnpm test:packed`: the packed packages, installed with npm in an empty project, load, and the bin answers. */
async function main(projectPath: string): Promise<void> {
  const packed = await packPackages(process.cwd(), projectPath);
  writeFileSync(
    join(projectPath, "package.json"),
    '{ "name": "test-packed", "private": true, "type": "module" }\n',
  );
  const tarballs = packed.map(({ tarballPath }) => tarballPath);
  await expectSuccess(
    "npm",
    ["install", "--no-audit", "--no-fund", "--save-exact", ...tarballs],
    projectPath,
  );
  for (const one of packed) await loadEntry(one, projectPath);
  const bin = join(projectPath, "node_modules/.bin/auxiliary");
  console.log(`auxiliary --version: ${await expectSuccess(bin, ["--version"], projectPath)}`);
  console.log(await expectSuccess(bin, ["list"], projectPath));
  console.log(`${packed.length} packed packages install and load`);
}

async function loadEntry({ manifest }: PackedPackage, projectPath: string): Promise<void> {
  if (!manifest.exports?.["."]) return;
  const script = `await import(${JSON.stringify(manifest.name)})`;
  await expectSuccess(process.execPath, ["--input-type=module", "-e", script], projectPath);
}

async function expectSuccess(file: string, args: readonly string[], cwd: string): Promise<string> {
  const result = await runCommand(file, args, { cwd, timeoutMs: INSTALL_TIMEOUT_MS });
  if (result.code !== 0)
    throw new Error(`${file} ${args.join(" ")} ended with ${result.code}:\n${result.output}`);
  return result.output.trim();
}

const projectPath = mkdtempSync(join(tmpdir(), "test-packed-"));
try {
  await main(projectPath);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(projectPath, { recursive: true, force: true });
}
