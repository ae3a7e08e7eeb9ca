import { existsSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { isRecord, type Manifest, ownMember } from "./manifest.ts";

const CONDITIONS = new Set(["node", "import", "module-sync", "default"]);

/**
 * The absolute path of the file that `import "package"` would load: `exports["."]` (text, conditions, nested), else
 * `main`, else `index.js`. Source: the Node.js documentation, "Determining package entry points".
 *
 * @throws Error when there is none, or when it is not inside the package's folder.
 */
export function findPackageEntry(directory: string, manifest: Manifest): string {
  const exported = ownMember(manifest, "exports");
  if (exported === undefined || exported === null) return findMain(directory, manifest);
  const target = findTarget(mainExport(exported));
  if (target === undefined) throw new Error('its package.json has no entry for import in `exports["."]`');
  if (!target.startsWith("./"))
    throw new Error(`its entry ${JSON.stringify(target)} does not begin with "./"`);
  return insidePath(directory, target);
}

function mainExport(exported: unknown): unknown {
  if (!isRecord(exported)) return exported;
  return Object.keys(exported).some((key) => key.startsWith(".")) ? ownMember(exported, ".") : exported;
}

/** The first condition that holds counts, in the order in which they are written. */
function findTarget(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  const choices = Array.isArray(target) ? target : isRecord(target) ? matching(target) : [];
  for (const choice of choices) {
    const found = findTarget(choice);
    if (found !== undefined) return found;
  }
  return undefined;
}

function matching(conditions: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Object.entries(conditions)
    .filter(([condition]) => CONDITIONS.has(condition))
    .map(([, target]) => target);
}

function findMain(directory: string, manifest: Manifest): string {
  const main = ownMember(manifest, "main");
  const named = typeof main === "string" && main !== "" ? [main, `${main}.js`, `${main}/index.js`] : [];
  for (const entry of [...named, "index.js"]) {
    const path = insidePath(directory, entry);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return path;
  }
  throw new Error("its package.json names no entry, and it has no index.js");
}

/** Both as written and with its links followed: a package must not have another's file imported in its name. */
function insidePath(directory: string, entry: string): string {
  const path = join(directory, entry);
  const real = existsSync(path) ? realpathSync(path) : path;
  if (!isInside(directory, path) || !(isInside(directory, real) || isInside(realpathSync(directory), real))) {
    throw new Error(`its entry ${JSON.stringify(entry)} is not inside the package`);
  }
  return path;
}

function isInside(directory: string, path: string): boolean {
  return path.startsWith(directory + sep);
}
