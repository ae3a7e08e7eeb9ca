import type { Manifest } from "../../workspace/load-packages.ts";

/** One package in a rehearsed release: its version before and after, and why. */
export interface VersionStep {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

/**
 * Says for each package why it got the version it has after `changeset version`: named by a changeset, moved by a
 * dependency that left its range, or left alone. Throws when a package moved, or did not, without such a reason.
 */
export function explainVersions(
  manifests: readonly Manifest[],
  before: ReadonlyMap<string, string>,
  named: readonly string[],
): readonly VersionStep[] {
  const moved = new Map(manifests.map(({ name, version }) => [name, before.get(name) !== version]));
  return manifests.map((manifest) => {
    const { name, version } = manifest;
    const from = before.get(name) ?? "new";
    const left = findLeft(manifest, manifests, before);
    const why = explain(manifest, named.includes(name), left, moved);
    if (moved.get(name) !== (named.includes(name) || left !== undefined))
      throw new Error(`${name} went from ${from} to ${version}, which nothing explains (${why})`);
    return { name, before: from, after: version, why };
  });
}

function explain(
  manifest: Manifest,
  isNamed: boolean,
  left: string | undefined,
  moved: ReadonlyMap<string, boolean>,
): string {
  if (isNamed) return "named by the changeset";
  if (left) return `depends on ${left}`;
  const peers = Object.entries(manifest.peerDependencies ?? {}).filter(([name]) => moved.get(name));
  if (peers.length > 0)
    return peers.map(([name, range]) => `peer ${name} ${showRange(range)} still holds`).join(", ");
  const kept = Object.keys(manifest.dependencies ?? {}).filter((name) => moved.get(name));
  if (kept.length > 0) return `its range of ${kept.join(", ")} holds the new version: an install gets it`;
  return "has nothing to do with it";
}

/** A dependency of ours whose new version the caret of the published one does not hold, as a sentence's end. */
function findLeft(
  { dependencies = {} }: Manifest,
  manifests: readonly Manifest[],
  before: ReadonlyMap<string, string>,
): string | undefined {
  for (const { name, version } of manifests) {
    const from = before.get(name);
    if (from && name in dependencies && !isHeldByCaret(from, version))
      return `${name} ^${from}, which ${version} leaves`;
  }
  return undefined;
}

/** Whether `^from` holds `to` (semver: the leftmost digit that is not zero must not change). */
function isHeldByCaret(from: string, to: string): boolean {
  const [fromMajor, fromMinor] = from.split(".");
  const [toMajor, toMinor] = to.split(".");
  return fromMajor === toMajor && (fromMajor !== "0" || fromMinor === toMinor);
}

function showRange(range: string): string {
  return range.replace(/^workspace:/, "");
}
