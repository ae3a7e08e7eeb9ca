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
  const said = await clone.publish();
  for (const { name, before: from, after } of steps)
    if (from !== after && !said.includes(`New tag:  ${name}@${after}`))
      throw new Error(`the release command did not publish ${name}@${after}:\n${said}`);
  return steps;
}
