import { type AuxiliaryEntry, listAuxiliaries, loadAuxiliaries, type ProjectPaths } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { type Finding, findingsOf, warning, well } from "./finding.ts";

/** What `conf/auxiliaries.conf` enables, and all that is wrong with it. */
export interface ConfigurationCheck {
  readonly findings: readonly Finding[];
  readonly auxiliaries: readonly AuxiliaryEntry[];
}

/** Finds all that `loadAuxiliaries` throws, AUX_HOST_NOTHING_ENABLED, and packages that are broken but not used. */
export async function checkConfiguration(paths: ProjectPaths): Promise<ConfigurationCheck> {
  try {
    const auxiliaries = await loadAuxiliaries({ ...paths, task: { id: "doctor" } });
    return { auxiliaries, findings: [describeEnabled(paths, auxiliaries), ...findUnused(paths)] };
  } catch (error) {
    return { auxiliaries: [], findings: findingsOf("configuration", error) };
  }
}

function describeEnabled({ confPath }: ProjectPaths, auxiliaries: readonly AuxiliaryEntry[]): Finding {
  const names = auxiliaries.map(({ name = "" }) => name);
  if (names.length > 0) return well("configuration", `${confPath} enables ${names.join(", ")}`);
  const message = `${confPath} enables no module: an analysis would record nothing`;
  return warning(
    "configuration",
    analysisProblem("AUX_HOST_NOTHING_ENABLED", message, { at: { file: confPath } }),
  );
}

function findUnused(paths: ProjectPaths): readonly Finding[] {
  return listAuxiliaries(paths).problems.map((problem) => warning("configuration", problem));
}
