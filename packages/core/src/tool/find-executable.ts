import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";

/** Folders of system programs that an ordinary user's PATH often lacks. */
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/**
 * The absolute path of a program: a path is checked as it is, a bare name is looked up on PATH and in the sbin folders.
 *
 * @throws AUX_TOOL_MISSING, with `installHint` (a command) as its remedy when given
 */
export function findExecutable(
  file: string,
  options: { readonly installHint?: string | undefined } = {},
): string {
  const isPath = file.includes("/");
  const places = isPath ? [resolve(file)] : foldersOfPath().map((folder) => join(folder, file));
  const found = places.find(isExecutableFile);
  if (found !== undefined) return found;
  const where = isPath ? "is no executable file" : "is not on PATH, nor in the sbin folders";
  const remedy = options.installHint === undefined ? undefined : `Install it: ${options.installHint}`;
  throw new AuxiliaryError(
    coreProblem("AUX_TOOL_MISSING", `${file} ${where}`, remedy === undefined ? {} : { remedy }),
  );
}

function foldersOfPath(): string[] {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  return [...new Set([...path, ...SYSTEM_FOLDERS])];
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
