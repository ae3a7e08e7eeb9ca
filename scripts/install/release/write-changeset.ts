import { writeFileSync } from "node:fs";
import type { ReleaseClone } from "./release-clone.ts";

/** What a changeset says: the packages, how big the change is for those who use them, and a sentence. */
export interface Change {
  readonly packages: readonly string[];
  readonly bump: "patch" | "minor";
  readonly summary: string;
}

/** Commits a changeset, as `pnpm changeset` would write it. */
export async function writeChangeset(clone: ReleaseClone, change: Change): Promise<void> {
  const lines = change.packages.map((name) => `"${name}": ${change.bump}`);
  writeFileSync(
    clone.resolve(".changeset/rehearsed-change.md"),
    `---\n${lines.join("\n")}\n---\n\n${change.summary}\n`,
  );
  await clone.commit(`A ${change.bump} of ${change.packages.join(", ")}`);
}
