import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addToPath, PACKAGE_MANAGERS } from "../clients/package-manager.ts";
import { buildClientSettings } from "../registry/client-settings.ts";
import { startRegistry } from "../registry/registry.ts";
import type { ReleaseClone } from "../release/release-clone.ts";
import { type EndedScenario, runScenarios } from "../run-scenarios.ts";
import type { Place, Scenario } from "../scenarios/scenario.ts";
import type { Breakage } from "./breakage.ts";
import { findFinding, findPoint } from "./find-point.ts";

const CHECKS = ["build", "imports", "tarballs"];
const CHECK_TIMEOUT_MS = 180_000;

/** What caught a breakage, with its own words; undefined: it did not notice. */
export interface Catch {
  readonly by: string;
  readonly message: string;
}

/** Makes a breakage in the clone and undoes it afterwards, whatever `work` does. */
export async function withBreakage<T>(
  clone: ReleaseClone,
  breakage: Breakage,
  work: () => Promise<T>,
): Promise<T> {
  const path = clone.resolve(join(breakage.folder, "package.json"));
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  breakage.edit(manifest);
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  try {
    return await work();
  } finally {
    await clone.run("git", ["checkout", "--quiet", "--", "."]);
  }
}

/** What `pnpm check` says of the clone as it stands: the first check that fails, and its first finding. */
export async function tryChecks(clone: ReleaseClone): Promise<Catch | undefined> {
  // The linker's work after an edited manifest is not what is asked about.
  await clone.run("pnpm", ["install", "--prefer-offline", "--no-frozen-lockfile"], CHECK_TIMEOUT_MS);
  const { code, output } = await clone.try("pnpm", ["run", "--silent", "check", ...CHECKS], CHECK_TIMEOUT_MS);
  if (code === 0) return undefined;
  return { by: `pnpm check ${/^FAILED\s+(\S+)/m.exec(output)?.[1] ?? ""}`, message: findFinding(output) };
}

/** What the install test says: publishes the clone as it stands to a registry of its own, and runs the scenarios. */
export async function tryInstall(
  clone: ReleaseClone,
  place: Place,
  scenarios: readonly Scenario[],
): Promise<Catch | undefined> {
  await using registry = await startRegistry(place.rootPath, join(place.folderPath, "registry"));
  const settings = buildClientSettings(registry.url, join(place.folderPath, "settings"));
  const env = await addToPath(place.rootPath, PACKAGE_MANAGERS.pnpm10.tool, settings.env);
  try {
    await clone.withEnvironment(env).publish();
  } catch (error) {
    return { by: "pnpm release", message: findPoint(error instanceof Error ? error.message : String(error)) };
  } finally {
    await deleteTags(clone);
  }
  const failed: EndedScenario[] = [];
  await runScenarios(scenarios, { ...place, registryUrl: registry.url, settings }, 1, (ended) => {
    if (!ended.isWell) failed.push(ended);
  });
  const [first] = failed;
  return first && { by: `test:install, ${first.scenario.manager}`, message: findPoint(first.said) };
}

async function deleteTags(clone: ReleaseClone): Promise<void> {
  const tags = (await clone.run("git", ["tag"])).split("\n").filter(Boolean);
  if (tags.length > 0) await clone.run("git", ["tag", "--delete", ...tags]);
}
