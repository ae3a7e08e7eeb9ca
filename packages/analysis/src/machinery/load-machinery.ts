import { AuxiliaryError, type Problem } from "@aux/core";
import { EXTERNAL_MACHINERY } from "../machine/local-machine.ts";
import { buildMachineryPlace, type SectionOfFile } from "../machine/section-of-file.ts";
import { ExternalMachinery } from "./external-machinery.ts";
import { findMachinery } from "./find-machinery.ts";
import { importMachinery } from "./import-machinery.ts";
import type { MachineryClass } from "./machinery.ts";

/**
 * The class that drives a machine: the machinery that its section names, imported out of the project's direct
 * dependencies unless it is built in.
 *
 * Finds what `findMachinery` finds, AUX_PACKAGE_IMPORT, AUX_MACHINERY_INVALID.
 */
export async function loadMachinery(
  rootPath: string,
  name: string,
  section: SectionOfFile,
): Promise<{ readonly Class: MachineryClass } | { readonly problems: readonly Problem[] }> {
  if (name === EXTERNAL_MACHINERY) return { Class: ExternalMachinery };
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
