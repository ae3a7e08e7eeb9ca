import { isBuiltin } from "node:module";
import type { WorkspacePackage } from "../workspace/load-packages.ts";
import { buildFinding, type Finding } from "./check.ts";
import type { SourceImport } from "./parse-imports.ts";

/**
 * Finds what a package's shipped source imports and its users would not have: neither built into Node nor among the
 * dependencies that an installation brings.
 */
export function findUnshipped(
  file: string,
  imports: readonly SourceImport[],
  { folder, manifest }: WorkspacePackage,
): readonly Finding[] {
  const { name, dependencies, optionalDependencies, peerDependencies } = manifest;
  const shipped = new Set([
    name,
    ...Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }),
  ]);
  return imports
    .filter(({ specifier }) => !specifier.startsWith(".") && !isBuiltin(specifier))
    .filter(({ specifier }) => !shipped.has(findPackageName(specifier)))
    .map(({ specifier, line }) => {
      const remedy = `Move ${findPackageName(specifier)} to dependencies in ${folder}/package.json.`;
      return buildFinding(file, line, `imports ${specifier}, which an installation does not bring`, remedy);
    });
}

function findPackageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
