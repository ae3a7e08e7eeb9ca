import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";

/**
 * The files that a declared path means, by its name inside the analysis folder: itself; or, where its last part holds a
 * `*` (any characters), whatever of that name is there, sorted. A folder that is not there holds none.
 */
export async function findArtifacts(analysisPath: string, declared: string): Promise<readonly string[]> {
  const pattern = posix.basename(declared);
  if (!pattern.includes("*")) return [declared];
  const folder = posix.dirname(declared);
  const names = await readdir(join(analysisPath, folder)).catch(() => []);
  return names
    .filter((name) => fits(name, pattern.split("*")))
    .toSorted()
    .map((name) => posix.join(folder, name));
}

/** The first and the last part at the ends, those between in their order. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop() ?? "";
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false;
  let middle = name.slice(first.length, name.length - last.length);
  return rest.every((part) => {
    const at = middle.indexOf(part);
    middle = middle.slice(at + part.length);
    return at >= 0;
  });
}
