import { mkdir, mkdtemp, open, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { AuxiliaryError, CORE_PROBLEMS, problemFactory, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { missingFolders } from "../folder/missing-folders.ts";
import { type Finding, findingsOf, warning, well } from "./finding.ts";

const coreProblem = problemFactory(CORE_PROBLEMS);

/** The storage folder as it was found, and a folder in it to try modules out in. */
export interface StorageTrial {
  readonly findings: readonly Finding[];
  /** Absolute; undefined when the storage folder takes none. */
  readonly trialPath?: string;
  /** What was made for the trial, innermost first: to be removed. */
  readonly made: readonly string[];
}

/**
 * Makes a folder in the storage folder, writes a file there and waits until it is on the disk, as the user who asks.
 *
 * Finds AUX_FOLDER_NOT_WRITABLE, AUX_HOST_STORAGE_OPEN.
 */
export async function tryStorage(storagePath: string): Promise<StorageTrial> {
  const made = missingFolders(storagePath);
  try {
    for (const folder of made.toReversed()) await mkdir(folder, { mode: 0o700 });
    const trialPath = await mkdtemp(join(storagePath, `.trial-${process.pid}-`));
    await writeThrough(join(trialPath, "written"));
    const who = `written as ${userInfo().username}`;
    const open = await findOpenStorage(storagePath);
    return {
      findings: [open ?? well("storage", `${storagePath}: ${who}`)],
      trialPath,
      made,
    };
  } catch (error) {
    return { findings: findingsOf("storage", await notWritable(storagePath, error)), made };
  }
}

async function writeThrough(path: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile("auxiliary doctor was here\n");
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function notWritable(storagePath: string, cause: unknown): Promise<AuxiliaryError> {
  const message = `${storagePath} cannot be written to: ${reasonOf(cause)}`;
  const remedy = await findRemedy(storagePath, cause);
  return new AuxiliaryError(
    coreProblem("AUX_FOLDER_NOT_WRITABLE", message, remedy === undefined ? {} : { remedy }),
    { cause },
  );
}

/** The command for the deepest folder that is there; none where rights are not what is missing. */
async function findRemedy(storagePath: string, cause: unknown): Promise<string | undefined> {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code !== "EACCES" && code !== "EPERM") return undefined;
  const [outermost] = missingFolders(storagePath).toReversed();
  const path = outermost === undefined ? storagePath : dirname(outermost);
  const { uid, username } = userInfo();
  const isOwn = (await stat(path)).uid === uid;
  return isOwn ? `\`chmod u+rwx ${path}\`` : `\`sudo chown ${username} ${path}\``;
}

/** Whoever may write there can put another folder in an analysis' place. */
async function findOpenStorage(storagePath: string): Promise<Finding | undefined> {
  const { mode } = await stat(storagePath);
  if ((mode & 0o022) === 0) return undefined;
  const message = `other users may write to ${storagePath} (mode ${(mode & 0o777).toString(8)})`;
  const remedy = `\`chmod go-w ${storagePath}\``;
  return warning("storage", analysisProblem("AUX_HOST_STORAGE_OPEN", message, { remedy }));
}
