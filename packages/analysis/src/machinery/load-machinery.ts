import { AuxiliaryError, type Problem } from "@aux/core";
import { buildMachineryPlace, type SectionOfFile } from "../machine/section-of-file.ts";
import { findMachinery } from "./find-machinery.ts";
import { importMachinery } from "./import-machinery.ts";
import type { MachineryClass } from "./machinery.ts";

/**
 * Finds and imports the class that drives a machine: the machinery that its section names, out of the project's direct
 * dependencies.
 *
 * Finds what `findMachinery` finds, AUX_PACKAGE_IMPORT, AUX_MACHINERY_INVALID.
 */
export async function loadMachinery(
  rootPath: string,
  name: string,
  section: SectionOfFile,
): Promise<{ readonly Class: MachineryClass } | { readonly problems: readonly Problem[] }> {
  const at = buildMachineryPlace(section);
  const found = findMachinery(rootPath, name, at);
  if ("problems" in found) return found;
  try {
    return { Class: await importMachinery(found.candidate) };
  } catch (error) {
    if (!AuxiliaryError.is(error)) throw error;
    return { problems: error.problems.map((problem) => ({ ...problem, at })) };
  }
}
