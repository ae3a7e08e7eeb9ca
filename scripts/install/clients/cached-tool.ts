import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCleanEnvironment } from "../process/clean-environment.ts";
import { runStep } from "../process/run-step.ts";

const CACHE = "node_modules/.cache/install-test";
const INSTALL_TIMEOUT_MS = 240_000;

/**
 * Installs a program from its npm package into a folder of its own, once for each name (which holds the version), and
 * returns that folder; its bins are in `node_modules/.bin`.
 */
export async function installCachedTool(
  rootPath: string,
  name: string,
  manifest: Readonly<Record<string, unknown>>,
): Promise<string> {
  const folderPath = join(rootPath, CACHE, name);
  if (existsSync(folderPath)) return folderPath;
  mkdirSync(join(rootPath, CACHE), { recursive: true });
  // Beside its place and then moved there: what is in the cache is whole.
  const temporaryPath = mkdtempSync(join(rootPath, CACHE, "new-"));
  try {
    writeFileSync(join(temporaryPath, "package.json"), JSON.stringify({ private: true, ...manifest }));
    await runStep({
      file: "npm",
      args: ["install", "--no-audit", "--no-fund", "--no-package-lock"],
      cwd: temporaryPath,
      env: buildToolEnvironment(),
      timeoutMs: INSTALL_TIMEOUT_MS,
      remedy: `${name} could not be installed: see whether the npm registry can be reached, then try again.`,
    });
    renameSync(temporaryPath, folderPath);
  } finally {
    rmSync(temporaryPath, { recursive: true, force: true });
  }
  return folderPath;
}

function buildToolEnvironment(): NodeJS.ProcessEnv {
  const mirror = process.env.npm_config_registry;
  return { ...buildCleanEnvironment(), ...(mirror ? { npm_config_registry: mirror } : {}) };
}
