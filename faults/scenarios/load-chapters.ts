import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Chapter } from "./scenario.ts";

const CHAPTERS_PATH = join(import.meta.dirname, "chapters");

/** Every chapter there is: a file each, in the order of their numbers. */
export async function loadChapters(): Promise<readonly Chapter[]> {
  const files = readdirSync(CHAPTERS_PATH).sort();
  const modules = files.map(
    async (file) => (await import(pathToFileURL(join(CHAPTERS_PATH, file)).href)) as { chapter: Chapter },
  );
  return (await Promise.all(modules)).map(({ chapter }) => chapter);
}
