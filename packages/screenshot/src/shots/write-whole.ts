import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a file beside its place and moves it there: it is whole, or not there. Throws what `fs` throws. */
export async function writeWhole(path: string, parts: readonly Buffer[]): Promise<void> {
  const partialPath = `${path}.part`;
  try {
    await writeFile(partialPath, parts);
    await rename(partialPath, path);
  } catch (error) {
    await rm(partialPath, { force: true });
    throw error;
  }
}
