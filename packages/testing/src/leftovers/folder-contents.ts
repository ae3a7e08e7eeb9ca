import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The absolute paths of what lies directly in some folders; a folder that is not there holds nothing. */
export function loadContents(folderPaths: readonly string[]): ReadonlySet<string> {
  return new Set(folderPaths.flatMap((folder) => namesIn(folder).map((name) => join(folder, name))));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
