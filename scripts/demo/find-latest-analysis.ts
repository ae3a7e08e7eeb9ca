import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The folder of the analysis with the highest number under a storage folder, if there is one. */
export function findLatestAnalysis(storagePath: string): string | undefined {
  if (!existsSync(storagePath)) return undefined;
  const numbers = readdirSync(storagePath)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return numbers.length === 0 ? undefined : join(storagePath, String(Math.max(...numbers)));
}
