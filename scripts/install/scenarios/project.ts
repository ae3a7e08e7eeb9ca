import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addToPath, type PackageManager } from "../clients/package-manager.ts";
import { runStep, type StepResult, tryStep } from "../process/run-step.ts";
import type { Place } from "./scenario.ts";

const COMMAND_TIMEOUT_MS = 180_000;

/** A user's project in a fresh folder, with the package manager it is kept with. */
export interface Project {
  readonly path: string;
  readonly manager: PackageManager;
  readonly env: NodeJS.ProcessEnv;
  readonly remedy: string;
}

/** Begins a project: a package.json, a program that makes traffic, and no dependency. */
export async function createProject(
  place: Place,
  manager: PackageManager,
  nodeVersion?: string,
): Promise<Project> {
  const path = join(place.folderPath, "project");
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "package.json"), '{ "name": "analyses", "private": true, "type": "module" }\n');
  copyFileSync(join(place.sourcePath, "examples/traffic.mjs"), join(path, "traffic.mjs"));
  place.settings.writeProjectFiles(path);
  manager.prepare?.(path);
  const { rootPath, settings } = place;
  const withTool = manager.tool ? await addToPath(rootPath, manager.tool, settings.env) : settings.env;
  const env = nodeVersion
    ? await addToPath(rootPath, { packageName: "node", version: nodeVersion }, withTool)
    : withTool;
  const remedy = `What a user of ${manager.name} would see: mend the package, or what README.md says.`;
  return { path, manager, env, remedy };
}

/** Writes `conf/auxiliaries.conf`. */
export function writeConfiguration(project: Project, content: string): void {
  mkdirSync(join(project.path, "conf"), { recursive: true });
  writeFileSync(join(project.path, "conf/auxiliaries.conf"), content);
}

/** Runs a command in the project and returns what it said; throws when it fails. */
export function runInProject(project: Project, words: readonly string[]): Promise<string> {
  return runStep(buildStep(project, words));
}

/** Runs a command in the project, whatever its exit code. */
export function tryInProject(project: Project, words: readonly string[]): Promise<StepResult> {
  return tryStep(buildStep(project, words));
}

function buildStep({ path, env, remedy }: Project, [file = "", ...args]: readonly string[]) {
  return { file, args, cwd: path, env, remedy, timeoutMs: COMMAND_TIMEOUT_MS };
}

/** Adds packages with the project's own package manager. */
export function addPackages(project: Project, packages: readonly string[]): Promise<string> {
  return runInProject(project, [...project.manager.add, ...packages]);
}

/** Runs `auxiliary` with the project's own package manager. */
export function runAuxiliary(project: Project, args: readonly string[]): Promise<string> {
  return runInProject(project, [...project.manager.exec, "auxiliary", ...args]);
}
