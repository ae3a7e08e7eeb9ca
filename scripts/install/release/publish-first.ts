import { existsSync, readdirSync } from "node:fs";
import { loadVersions } from "./load-versions.ts";
import type { ReleaseClone } from "./release-clone.ts";

/** Publishes what the clone holds, its pending changesets applied first; returns the number of packages. */
export async function publishFirst(clone: ReleaseClone): Promise<number> {
  const folderPath = clone.resolve(".changeset");
  const pending = existsSync(folderPath)
    ? readdirSync(folderPath).filter((name) => name.endsWith(".md") && name !== "README.md")
    : [];
  if (pending.length > 0) await clone.version();
  const said = await clone.publish();
  const versions = [...loadVersions(clone.path)];
  const missing = versions.filter(([name, version]) => !said.includes(`New tag:  ${name}@${version}`));
  if (missing.length > 0) throw new Error(`not published: ${missing.join(" ")}\n${said}`);
  return versions.length;
}
