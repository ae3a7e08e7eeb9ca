import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPackages } from "../../workspace/load-packages.ts";
import { explainVersions, type VersionStep } from "./explain-versions.ts";
import { loadVersions } from "./load-versions.ts";
import type { ReleaseClone } from "./release-clone.ts";
import { type Change, writeChangeset } from "./write-changeset.ts";

/** Changeset → version → publish, in the clone; returns which package got which version, and why. */
export async function rehearseRelease(clone: ReleaseClone, change: Change): Promise<readonly VersionStep[]> {
  const before = loadVersions(clone.path);
  await writeChangeset(clone, change);
  await clone.version();
  const manifests = loadPackages(clone.path).map(({ manifest }) => manifest);
  const steps = explainVersions(
    manifests.filter((one) => !one.private),
    before,
    change.packages,
  );
  for (const name of change.packages) assertChangelog(clone, name, change.summary);
  const said = await clone.publish();
  for (const { name, before: from, after } of steps)
    if (from !== after && !said.includes(`New tag:  ${name}@${after}`))
      throw new Error(`the release command did not publish ${name}@${after}:\n${said}`);
  return steps;
}

/** The newest section of a changelog must say the sentence of the changeset, and no commit's hash before it. */
function assertChangelog(clone: ReleaseClone, name: string, summary: string): void {
  const folder = loadPackages(clone.path).find(({ manifest }) => manifest.name === name)?.folder ?? name;
  const [, newest = ""] = readFileSync(clone.resolve(join(folder, "CHANGELOG.md")), "utf8").split(/^## /m);
  if (!newest.includes(`\n- ${summary}\n`))
    throw new Error(`${folder}/CHANGELOG.md does not say what changes for its readers:\n${newest}`);
}
