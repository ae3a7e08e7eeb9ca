import { execFile } from "node:child_process";
import { accessSync, constants, lstatSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { Recovery, ThingAcquired } from "../journal/journal-event.ts";
import { buildToolEnvironment } from "../tool/tool-environment.ts";

const RUN_MS = 10_000;
const MOST_ARGUMENTS = 64;

/** Undoes something that a killed run had acquired. @returns what could not be undone, and why */
export async function undoAcquired(
  { what, recover }: ThingAcquired,
  folders: readonly string[],
): Promise<Problem | undefined> {
  if (recover === undefined)
    return coreProblem(
      "AUX_RECOVER_NOT_UNDONE",
      `${what} was acquired, and how to undo it is not in the journal`,
    );
  try {
    if (isStillOurs(recover)) await undo(recover, folders);
    return undefined;
  } catch (error) {
    return coreProblem("AUX_RECOVER_NOT_UNDONE", `${what} could not be undone: ${reasonOf(error)}`);
  }
}

/** Something that others may have taken since is theirs then. */
function isStillOurs({ onlyIf }: Recovery): boolean {
  if (onlyIf === undefined) return true;
  try {
    return readFileSync(String(onlyIf.file), "utf8").includes(String(onlyIf.holds));
  } catch {
    return false;
  }
}

async function undo(recover: Recovery, folders: readonly string[]): Promise<void> {
  if ("run" in recover) await run(recover.run, recover.gone);
  else remove(recover.remove, folders);
}

/** A link is removed, not followed; nor may a link above it lead out of the folders. */
function remove(path: string, folders: readonly string[]): void {
  assertPath(path);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  const real = join(realpathSync(dirname(path)), basename(path));
  if (!folders.some((folder) => real.startsWith(realpathSync(folder) + sep)))
    throw new Error(`${path} is neither in the analysis folder nor in the folder of temporary files`);
  if (lstatSync(real).uid !== process.getuid?.()) throw new Error(`${path} belongs to somebody else`);
  rmSync(real, { recursive: true, force: true });
}

/** The program is the system's or our own, so nobody else says what runs. */
function run(command: readonly string[], gone: string | undefined): Promise<void> {
  const [file, ...args] = command.map(String);
  if (!Array.isArray(command) || file === undefined || args.length > MOST_ARGUMENTS)
    throw new Error("the journal names no program to run");
  assertPath(file);
  const { uid, mode } = statSync(file);
  if ((uid !== 0 && uid !== process.getuid?.()) || (mode & 0o022) !== 0)
    throw new Error(`${file} is not run: others may write to it`);
  accessSync(file, constants.X_OK);
  const options = { timeout: RUN_MS, killSignal: "SIGKILL", env: buildToolEnvironment() } as const;
  return new Promise((done, fail) => {
    execFile(file, args, options, (error, _, stderr) => {
      if (error === null || (gone !== undefined && stderr.includes(gone))) done();
      else fail(new Error(`${command.join(" ")}: ${stderr.trim().slice(-500) || error.message}`));
    });
  });
}

function assertPath(path: string): void {
  if (!isAbsolute(path) || resolve(path) !== path || path.includes("\0"))
    throw new Error(`${JSON.stringify(path)} is no absolute path`);
}
