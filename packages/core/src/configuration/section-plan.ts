import type { Candidate } from "../discovery/candidate.ts";
import { type FoundCandidates, findCandidates } from "../discovery/find-candidates.ts";
import type { Problem } from "../errors/problem.ts";
import type { EntryLocation, KeyLocation } from "../runner/auxiliary-entry.ts";
import { type CommonOptions, resolveCommonOptions } from "./common-options.ts";
import { type IniFile, type IniSection, loadIniFile } from "./ini-file.ts";
import { toCamelCase } from "./key-case.ts";
import type { GivenOptions } from "./resolve-options.ts";
import { findSectionCandidate } from "./section-candidate.ts";
import { buildUnknownSection } from "./unknown-section.ts";

/** Where a project and its configuration are. */
export interface ProjectPaths {
  /** The folder of the project's package.json. */
  readonly rootPath: string;
  /** Relative to the working directory; shown in problems as given. */
  readonly confPath: string;
}

/** One section with the package that serves it. */
export interface SectionPlan {
  readonly location: EntryLocation;
  readonly common: CommonOptions;
  /** All keys of the section, in camelCase, as text. */
  readonly given: GivenOptions;
  /** Missing when none serves it, or it is unclear which. */
  readonly candidate?: Candidate;
}

/** The configuration held against the packages; nothing has been imported. */
export interface ConfigurationPlan {
  readonly file: IniFile;
  readonly found: FoundCandidates;
  readonly sections: ReadonlyMap<string, SectionPlan>;
  readonly problems: readonly Problem[];
}

/** Loads the configuration, finds the packages, and says which of them serves which section. */
export function loadConfigurationPlan({ rootPath, confPath }: ProjectPaths): ConfigurationPlan {
  const file = loadIniFile(confPath);
  const found = findCandidates(rootPath);
  const problems: Problem[] = [...file.problems];
  const sections = new Map<string, SectionPlan>();
  const isProjectKnown = !found.problems.some(({ code }) => code !== "AUX_PACKAGE_INVALID");
  for (const section of file.sections.values()) {
    const location = buildLocation(file.path, section);
    const given = buildGiven(section);
    const { common, problems: wrong } = resolveCommonOptions(given, location);
    const { candidate, problem } = findSectionCandidate(location, common.package, found.candidates);
    problems.push(...wrong);
    if (problem !== undefined && common.enabled) problems.push(problem);
    // Without the project's packages, each section would be unknown: one problem is enough.
    if (candidate === undefined && problem === undefined && isProjectKnown) {
      problems.push(buildUnknownSection(location, found, rootPath));
    }
    sections.set(section.name, {
      location,
      common,
      given,
      ...(candidate === undefined ? {} : { candidate }),
    });
  }
  return { file, found, sections, problems: [...problems, ...found.problems] };
}

function buildLocation(file: string, section: IniSection): EntryLocation {
  const keys: Record<string, KeyLocation> = Object.create(null);
  for (const { key, line, value } of section.keys.values())
    keys[toCamelCase(key)] = { file, line, key, value };
  return { file, line: section.line, section: section.name, keys };
}

function buildGiven(section: IniSection): GivenOptions {
  return Object.fromEntries([...section.keys.values()].map(({ key, value }) => [toCamelCase(key), value]));
}
