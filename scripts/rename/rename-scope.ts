import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "../workspace/list-files.ts";
import { loadManifest } from "../workspace/load-packages.ts";

const SCOPE = /^@[a-z0-9][a-z0-9._-]*$/;

/** The scope that the packages have now, e.g. `@aux`: that of core. */
export function findScope(rootPath: string): string {
  const { name } = loadManifest(join(rootPath, "packages/core"));
  return name.slice(0, name.indexOf("/"));
}

/**
 * Writes another scope wherever the present one stands as a word: names, imports, ranges, pages, configuration, the
 * lockfile. Returns the files that changed, none when it has that scope already. Throws when `scope` is none.
 */
export function renameScope(rootPath: string, scope: string): readonly string[] {
  if (!SCOPE.test(scope)) throw new Error(`${scope} is no scope: write it like @acme, in lower case`);
  const present = findScope(rootPath);
  if (present === scope) return [];
  return listFiles(rootPath).filter((file) => {
    const path = join(rootPath, file);
    const content = readFileSync(path);
    if (content.includes(0)) return false;
    const text = content.toString("utf8");
    const renamed = replaceScope(text, present, scope);
    if (renamed !== text) writeFileSync(path, renamed);
    return renamed !== text;
  });
}

/** Replaces a scope that stands as a word of its own: `@aux/core` and `"@aux"`, not `me@aux.example` or `@auxiliary`. */
export function replaceScope(text: string, present: string, scope: string): string {
  const word = new RegExp(`(?<![\\w.-])${present.replaceAll(".", "\\.")}(?![\\w-]|\\.\\w)`, "g");
  return text.replace(word, () => scope);
}
