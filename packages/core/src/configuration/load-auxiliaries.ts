import type { Task } from "../auxiliary/task.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import type { Problem } from "../errors/problem.ts";
import type { AuxiliaryEntry } from "../runner/auxiliary-entry.ts";
import { buildConfigurationError } from "./configuration-error.ts";
import { loadEntry } from "./load-entry.ts";
import { type ConfigurationPlan, loadConfigurationPlan, type ProjectPaths } from "./section-plan.ts";
import { buildUnknownOverride, parseOverrides } from "./task-overrides.ts";

export interface LoadAuxiliariesOptions extends ProjectPaths {
  /** Its `options` override those of the sections, where the modules allow it. */
  readonly task: Task;
}

/**
 * The auxiliaries that the configuration enables, imported, with their options checked and converted. A module without
 * section, or with `enabled = off`, is not imported.
 *
 * @throws AuxiliaryError with every problem that was found, by file and line: AUX_CONF_*, AUX_ROOT_INVALID,
 * AUX_PNP_NOT_LOADED, AUX_PACKAGE_*, AUX_CLASS_INVALID
 */
export async function loadAuxiliaries(options: LoadAuxiliariesOptions): Promise<readonly AuxiliaryEntry[]> {
  const plan = loadConfigurationPlan(options);
  const overrides = parseOverrides(options.task);
  const problems = blockingProblems(plan);
  const enabled = [...plan.sections.values()].filter(({ common }) => common.enabled);
  const names = enabled.map(({ location }) => location.section);
  // With no section at all, that is the problem, not each option of the task.
  const strays = plan.sections.size === 0 ? [] : overrides.filter(({ section }) => !names.includes(section));
  problems.push(...strays.map((override) => buildUnknownOverride(override, names)));
  const entries: AuxiliaryEntry[] = [];
  const loaded = await Promise.all(enabled.map((section) => loadOrReport(section, overrides)));
  for (const one of loaded) {
    if (one.entry !== undefined) entries.push(one.entry);
    problems.push(...one.problems);
  }
  const error = buildConfigurationError(problems, options.confPath);
  if (error !== undefined) throw error;
  return entries;
}

/** A broken package that no section could mean does not stop a run; `listAuxiliaries` shows it. */
function blockingProblems({ problems }: ConfigurationPlan): Problem[] {
  if (problems.some(({ code }) => code === "AUX_CONF_UNKNOWN_SECTION")) return [...problems];
  return problems.filter(({ code }) => code !== "AUX_PACKAGE_INVALID");
}

async function loadOrReport(
  ...[section, overrides]: Parameters<typeof loadEntry>
): Promise<{ readonly entry?: AuxiliaryEntry; readonly problems: readonly Problem[] }> {
  try {
    return await loadEntry(section, overrides);
  } catch (error) {
    if (!AuxiliaryError.is(error)) throw error;
    const { file, line, section: name } = section.location;
    return {
      problems: error.problems.map((one) => ({ ...one, at: { file, line, section: name, ...one.at } })),
    };
  }
}
