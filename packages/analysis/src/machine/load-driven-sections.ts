import type { Problem } from "@aux/core";
import { loadMachinery } from "../machinery/load-machinery.ts";
import type { LoadedMachinery } from "./load-machine.ts";
import { resolveMachineryOptions } from "./resolve-machinery-options.ts";
import type { SectionOfFile } from "./section-of-file.ts";

/**
 * Loads the machinery of a name, and checks all sections of its machines by what it declares.
 *
 * @param sections the chosen machine's first: its options are returned
 */
export async function loadDrivenSections(
  rootPath: string,
  name: string,
  sections: readonly [SectionOfFile, ...SectionOfFile[]],
): Promise<{ readonly machinery?: LoadedMachinery; readonly problems: readonly Problem[] }> {
  const loaded = await loadMachinery(rootPath, name, sections[0]);
  if ("problems" in loaded) return loaded;
  const { Class } = loaded;
  const resolved = await Promise.all(
    sections.map((section) => resolveMachineryOptions(Class.options, section)),
  );
  const problems = resolved.flatMap((each) => each.problems);
  return { machinery: { Class, options: resolved[0]?.options ?? {} }, problems };
}
