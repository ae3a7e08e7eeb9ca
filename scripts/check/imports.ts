import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { listFiles } from "../workspace/list-files.ts";
import { loadPackages, type WorkspacePackage } from "../workspace/load-packages.ts";
import { buildFinding, type Check, type Finding } from "./check.ts";
import { describeAllowed, isAllowed } from "./import-rules.ts";
import { findManifestProblems } from "./manifests.ts";
import { parseImports, type SourceImport } from "./parse-imports.ts";
import { findUnshipped } from "./shipped-imports.ts";

const SOURCE = /\.[cm]?[jt]s$/;
const TEST_FILE = /\.test\.[cm]?ts$|\/(?:e2e|test)\//;
/** Real programs that the tests of several packages run against. */
const FIXTURES = "fixtures/";

/** Finds imports and dependencies between the packages that the architecture forbids, and cycles. */
export function findForbiddenImports(rootPath: string): readonly Finding[] {
  const packages = loadPackages(rootPath);
  const files = listFiles(rootPath).filter((file) => SOURCE.test(file));
  const inSources = packages.flatMap((from) =>
    files
      .filter((file) => file.startsWith(`${from.folder}/`))
      .flatMap((file) => checkFile(rootPath, file, from, packages)),
  );
  return [...inSources, ...findManifestProblems(rootPath, packages)];
}

/** The check `imports`. */
export const importsCheck: Check = {
  name: "imports",
  about: "packages know only the packages they may know (ARCHITECTURE.md)",
  run: () => ({ findings: findForbiddenImports(process.cwd()) }),
};

function checkFile(
  rootPath: string,
  file: string,
  from: WorkspacePackage,
  packages: readonly WorkspacePackage[],
): Finding[] {
  const imports = parseImports(readFileSync(join(rootPath, file), "utf8"));
  const isShipped = file.startsWith(`${from.folder}/src/`) && !TEST_FILE.test(file);
  const forbidden = findForbidden(file, imports, from, packages);
  const allowed = imports.filter(({ line }) => !forbidden.some(({ where }) => where === `${file}:${line}`));
  return [...forbidden, ...(isShipped ? findUnshipped(file, allowed, from) : [])];
}

function findForbidden(
  file: string,
  imports: readonly SourceImport[],
  from: WorkspacePackage,
  packages: readonly WorkspacePackage[],
): Finding[] {
  return imports.flatMap(({ specifier, line }) => {
    if (leavesPackage(file, specifier, from.folder))
      return buildFinding(
        file,
        line,
        `imports ${specifier}`,
        "Import another package by its name, not by its path.",
      );
    const to = packages.find(
      ({ manifest: { name } }) => specifier === name || specifier.startsWith(`${name}/`),
    );
    if (!to || isAllowed(from.manifest, to.manifest, TEST_FILE.test(file))) return [];
    return buildFinding(file, line, `imports ${specifier}`, describeAllowed(from.manifest));
  });
}

function leavesPackage(file: string, specifier: string, folder: string): boolean {
  if (!specifier.startsWith(".")) return false;
  const path = posix.join(dirname(file), specifier);
  if (TEST_FILE.test(file) && path.startsWith(FIXTURES)) return false;
  return !path.startsWith(`${folder}/`);
}
