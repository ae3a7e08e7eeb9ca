import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest, WorkspacePackage } from "../workspace/load-packages.ts";
import { buildFinding, type Finding } from "./check.ts";
import { findCycle } from "./find-cycle.ts";
import { AUXILIARY_KEYWORD, CORE_PEER_RANGE, describeAllowed, isAllowed } from "./import-rules.ts";

const CORE = "@aux/core";
const SHIPPED_FIELDS = ["dependencies", "optionalDependencies", "peerDependencies"] as const;
const CORE_IN_DEPENDENCIES = "Core is a peer of every auxiliary, so that a project has one base class.";

/** Finds forbidden dependencies, cycles, a core that is not a peer, and keywords that do not fit, in the manifests. */
export function findManifestProblems(
  rootPath: string,
  packages: readonly WorkspacePackage[],
): readonly Finding[] {
  const problems = packages.flatMap((one) => {
    const at = buildLocator(rootPath, one);
    return [
      ...findForbidden(one, packages, at),
      ...(one.manifest.auxiliary ? findPeerProblems(one.manifest, at) : []),
      ...findKeywordProblems(one.manifest, at),
    ];
  });
  return [...problems, ...findCycles(rootPath, packages)];
}

type Locator = (text: string, what: string, remedy: string) => Finding;

/** Findings in a package.json, at the first line that holds `text`. */
function buildLocator(rootPath: string, { folder }: WorkspacePackage): Locator {
  const path = `${folder}/package.json`;
  const lines = readFileSync(join(rootPath, path), "utf8").split("\n");
  return (text, what, remedy) =>
    buildFinding(path, Math.max(1, lines.findIndex((line) => line.includes(text)) + 1), what, remedy);
}

function findForbidden(one: WorkspacePackage, packages: readonly WorkspacePackage[], at: Locator): Finding[] {
  return [...SHIPPED_FIELDS, "devDependencies" as const].flatMap((field) =>
    Object.keys(one.manifest[field] ?? {}).flatMap((name) => {
      const to = packages.find(({ manifest }) => manifest.name === name);
      if (!to || isAllowed(one.manifest, to.manifest, field === "devDependencies")) return [];
      return at(`"${name}":`, `${field} has ${name}`, describeAllowed(one.manifest));
    }),
  );
}

function findPeerProblems(manifest: Manifest, at: Locator): Finding[] {
  const found: Finding[] = [];
  if (manifest.dependencies?.[CORE])
    found.push(
      at(`"${CORE}"`, `${CORE} is in dependencies`, `Move it to peerDependencies. ${CORE_IN_DEPENDENCIES}`),
    );
  const range = manifest.peerDependencies?.[CORE];
  if (range === CORE_PEER_RANGE) return found;
  const what = range ? `${CORE} is a peer in the range "${range}"` : `${CORE} is no peer dependency`;
  return [
    ...found,
    at(range ?? '"name"', what, `Write "${CORE}": "${CORE_PEER_RANGE}" in peerDependencies.`),
  ];
}

function findKeywordProblems(manifest: Manifest, at: Locator): Finding[] {
  const hasKeyword = manifest.keywords?.includes(AUXILIARY_KEYWORD) ?? false;
  if (hasKeyword === (manifest.auxiliary !== undefined)) return [];
  return hasKeyword
    ? [
        at(
          AUXILIARY_KEYWORD,
          `has the keyword ${AUXILIARY_KEYWORD} and no field "auxiliary"`,
          "Add the field or drop the keyword.",
        ),
      ]
    : [
        at(
          '"auxiliary"',
          `has the field "auxiliary" and no keyword ${AUXILIARY_KEYWORD}`,
          "Add the keyword: discovery goes by it.",
        ),
      ];
}

function findCycles(rootPath: string, packages: readonly WorkspacePackage[]): Finding[] {
  const names = new Set(packages.map(({ manifest }) => manifest.name));
  const graph = new Map(
    packages.map(({ manifest }) => [
      manifest.name,
      SHIPPED_FIELDS.flatMap((field) => Object.keys(manifest[field] ?? {})).filter((name) => names.has(name)),
    ]),
  );
  const cycle = findCycle(graph);
  const first = packages.find(({ manifest }) => manifest.name === cycle?.[0]);
  if (!cycle || !first) return [];
  const at = buildLocator(rootPath, first);
  return [at(`"${cycle[1]}":`, `cycle: ${cycle.join(" -> ")}`, "Take one of these dependencies out.")];
}
