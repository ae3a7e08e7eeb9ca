import type { Manifest } from "../workspace/load-packages.ts";

/** What a package is, by its manifest; each kind has its own list of what it may know. */
export type PackageKind =
  | "core"
  | "auxiliary"
  | "analysis"
  | "testing"
  | "cli"
  | "machinery"
  | "report"
  | "client";

/** The keyword by which an auxiliary's package is found. */
export const AUXILIARY_KEYWORD = "auxiliary-module";

/** The peer range in which an auxiliary asks for core: a caret would push every auxiliary to 1.0.0 with core's next minor. */
export const CORE_PEER_RANGE = "workspace:>=0.1.0 <1";

const NAMED_KINDS: Readonly<Record<string, PackageKind>> = {
  "@aux/core": "core",
  "@aux/analysis": "analysis",
  "@aux/testing": "testing",
  "@aux/cli": "cli",
  "@aux/report": "report",
};

const MAY_KNOW: Readonly<Record<PackageKind, readonly PackageKind[]>> = {
  core: [],
  auxiliary: ["core", "client"],
  analysis: ["core"],
  testing: ["core"],
  cli: ["analysis", "core"],
  machinery: ["analysis", "core", "client"],
  report: ["core"],
  // A protocol client (qmp, rfb, …) and whatever is new here knows nobody.
  client: [],
};

/** The kind of a package of this workspace. */
function findKind(manifest: Manifest): PackageKind {
  const named = NAMED_KINDS[manifest.name];
  if (named) return named;
  if (manifest.auxiliary) return "auxiliary";
  return manifest.name.startsWith("@aux/machinery-") ? "machinery" : "client";
}

/** Whether one package of this workspace may use another one in what it ships, or, with `inTest`, in its tests. */
export function isAllowed(from: Manifest, to: Manifest, inTest: boolean): boolean {
  if (from.name === to.name || from.auxiliary?.aliasOf === to.name) return true;
  if (inTest && to.name === "@aux/testing" && findKind(from) !== "core") return true;
  return MAY_KNOW[findKind(from)].includes(findKind(to));
}

/** What the rules say about a package, in words, for the remedy of a finding. */
export function describeAllowed(from: Manifest): string {
  const kinds: string[] = [...MAY_KNOW[findKind(from)]];
  if (from.auxiliary?.aliasOf) kinds.push(from.auxiliary.aliasOf);
  const known = kinds.length === 0 ? "no other package of ours" : kinds.join(", ");
  return `${from.name} (kind: ${findKind(from)}) may know ${known}; see ARCHITECTURE.md.`;
}
