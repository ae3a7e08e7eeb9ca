import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const TRIAL = /^\.trial-(\d+)-/;

/** Removes the trials of doctors that were killed. */
export async function removeStaleTrials(storagePath: string): Promise<void> {
  for (const name of await listFolder(storagePath)) {
    const pid = TRIAL.exec(name)?.[1];
    if (pid === undefined || isThere(Number(pid))) continue;
    await rm(join(storagePath, name), { recursive: true, force: true });
  }
}

async function listFolder(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch {
    return [];
  }
}

/** A number that was given away again only keeps a folder for longer. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
