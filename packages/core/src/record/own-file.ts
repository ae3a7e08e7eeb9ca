import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";

const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Refuses a folder that another user could have written to: what it says is not to be acted upon. @throws AUX_FOLDER_FOREIGN */
export function assertOwnFolder(path: string): void {
  let stats: Stats;
  try {
    stats = lstatSync(path);
  } catch (error) {
    throw foreign(`${path} cannot be looked at: ${reasonOf(error)}`);
  }
  if (!stats.isDirectory()) throw foreign(`${path} is no folder`);
  assertOwn(path, stats);
}

/**
 * The text of a file that nobody else can have written.
 *
 * @returns undefined when there is none
 * @throws AUX_FOLDER_FOREIGN
 */
export function readOwnFile(path: string, largestBytes: number): string | undefined {
  const descriptor = openIfAny(path);
  if (descriptor === undefined) return undefined;
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw foreign(`${path} is no regular file`);
    assertOwn(path, stats);
    return readText(descriptor, Math.min(stats.size, largestBytes));
  } finally {
    closeSync(descriptor);
  }
}

function openIfAny(path: string): number | undefined {
  try {
    return openSync(path, READ_FLAGS);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw foreign(`${path} cannot be read: ${reasonOf(error)}`);
  }
}

function readText(descriptor: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  let read = 0;
  while (read < bytes) {
    const more = readSync(descriptor, buffer, read, bytes - read, read);
    if (more === 0) break;
    read += more;
  }
  return buffer.toString("utf8", 0, read);
}

function assertOwn(path: string, { uid, mode }: Stats): void {
  const own = process.getuid?.() ?? uid;
  if (uid !== own) throw foreign(`${path} belongs to the user ${uid}, and this process to ${own}`);
  if ((mode & 0o022) !== 0) throw foreign(`others may write to ${path} (mode ${(mode & 0o777).toString(8)})`);
}

function foreign(message: string): AuxiliaryError {
  return new AuxiliaryError(coreProblem("AUX_FOLDER_FOREIGN", message));
}
