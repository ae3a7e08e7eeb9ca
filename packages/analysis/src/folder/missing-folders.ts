import { existsSync } from "node:fs";
import { dirname } from "node:path";

/** The folder and those above it that do not exist, innermost first. */
export function missingFolders(path: string): string[] {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder) && dirname(folder) !== folder; folder = dirname(folder)) {
    missing.push(folder);
  }
  return missing;
}
