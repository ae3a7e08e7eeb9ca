import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes from a package's dist what this build did not write: chunks of earlier builds (their names carry a hash),
 * and declarations whose source is gone. Cleaning before the build would delete what `tsc -b` takes as up to date.
 */
export function removeStaleOutput(packagePath: string, builtSinceMs: number): void {
  const distPath = join(packagePath, "dist");
  for (const name of readdirSync(distPath, { recursive: true, encoding: "utf8" })) {
    const path = join(distPath, name);
    if (isStale(name, path, packagePath, builtSinceMs)) rmSync(path, { force: true });
  }
}

function isStale(name: string, path: string, packagePath: string, builtSinceMs: number): boolean {
  if (/\.js(?:\.map)?$/.test(name)) return statSync(path).mtimeMs < builtSinceMs;
  return name.endsWith(".d.ts") && !existsSync(join(packagePath, "src", name.replace(/\.d\.ts$/, ".ts")));
}
