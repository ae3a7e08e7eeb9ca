import { rmdir } from "node:fs/promises";

/** Removes folders, innermost first, up to the first that holds something. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
  }
}
