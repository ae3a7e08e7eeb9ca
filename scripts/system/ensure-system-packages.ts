import { existsSync } from "node:fs";
import { type CommandResult, runCommand } from "../process/run-command.ts";
import { findCommand } from "./find-command.ts";
import type { SystemNeed } from "./needs.ts";

const UPDATE_TIMEOUT_MS = 180_000;
const INSTALL_TIMEOUT_MS = 300_000;

/** Replaceable parts, for tests: where commands are looked up, how they are run, where is said what happens. */
export interface SystemAccess {
  readonly find: (command: string) => string | undefined;
  readonly exists: (path: string) => boolean;
  readonly run: (file: string, args: readonly string[], timeoutMs: number) => Promise<CommandResult>;
  readonly say: (line: string) => void;
  readonly isRoot: boolean;
}

const thisSystem: SystemAccess = {
  find: (command) => findCommand(command),
  exists: existsSync,
  run: (file, args, timeoutMs) =>
    runCommand(file, args, { timeoutMs, env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" } }),
  say: (line) => console.error(line),
  isRoot: process.getuid?.() === 0,
};

/**
 * Installs the Debian packages of the commands that are missing, having said so; needs root or a sudo that asks
 * nothing. Throws, with the exact command to type, where that is not allowed or does not work.
 */
export async function ensureSystemPackages(
  needs: readonly SystemNeed[],
  system: SystemAccess = thisSystem,
): Promise<void> {
  const missing = findMissing(needs, system);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((need) => need.debianPackage))];
  const names = [...new Set(missing.map((need) => need.command))].join(", ");
  const prefix = await findAptPrefix(system);
  if (!prefix) throw new Error(`Missing on this machine: ${names}. ${buildRemedy(packages)}`);
  system.say(`Missing on this machine: ${names}. Installing with apt-get: ${packages.join(" ")}`);
  await install(packages, prefix, system);
  const still = findMissing(needs, system).map((need) => need.command);
  if (still.length > 0) throw new Error(`Still missing after the installation: ${still.join(", ")}.`);
}

function findMissing(needs: readonly SystemNeed[], system: SystemAccess): SystemNeed[] {
  return needs.filter(({ command, filePath }) =>
    filePath === undefined ? !system.find(command) : !system.exists(filePath),
  );
}

/** The words before `apt-get`: none for root, sudo where it asks for no password; undefined where neither is so. */
async function findAptPrefix(system: SystemAccess): Promise<readonly string[] | undefined> {
  if (!system.find("apt-get")) return undefined;
  if (system.isRoot) return [];
  const sudo = system.find("sudo");
  if (!sudo) return undefined;
  const probe = await system.run(sudo, ["-n", "true"], 10_000);
  // sudo resets the environment, so the variable is set behind it.
  return probe.code === 0 ? [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive"] : undefined;
}

async function install(
  packages: readonly string[],
  prefix: readonly string[],
  system: SystemAccess,
): Promise<void> {
  // A mirror that is out of reach is not the end: the package lists on this machine may be good enough.
  await runApt(prefix, ["update"], UPDATE_TIMEOUT_MS, system);
  const installArgs = ["install", "-y", "--no-install-recommends", ...packages];
  const result = await runApt(prefix, installArgs, INSTALL_TIMEOUT_MS, system);
  if (result.code === 0) return;
  const lastWords = result.output.trim().split("\n").slice(-3).join("\n  ");
  throw new Error(
    `apt-get could not install ${packages.join(" ")}:\n  ${lastWords}\n${buildRemedy(packages)}`,
  );
}

function runApt(
  prefix: readonly string[],
  args: readonly string[],
  timeoutMs: number,
  system: SystemAccess,
): Promise<CommandResult> {
  const [file = "apt-get", ...rest] = [...prefix, "apt-get", "-o", "DPkg::Lock::Timeout=60", ...args];
  return system.run(file, rest, timeoutMs);
}

function buildRemedy(packages: readonly string[]): string {
  return `Install what is missing, then try again:\n  sudo apt-get update && sudo apt-get install -y ${packages.join(" ")}`;
}
