import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { parseIni } from "./ini-lines.ts";
import { loadTextFile } from "./text-file.ts";

/** One `key = value`, with the line it is on. */
export interface IniKey {
  readonly key: string;
  /** 1-based. */
  readonly line: number;
  readonly value: string;
}

/** One `[name]` with its keys (`snake_case`). */
export interface IniSection {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  readonly keys: ReadonlyMap<string, IniKey>;
}

/** An INI file as far as it could be understood, and everything that is wrong with it. */
export interface IniFile {
  /** As it was given. */
  readonly path: string;
  readonly sections: ReadonlyMap<string, IniSection>;
  /** AUX_CONF_MISSING, AUX_CONF_UNREADABLE, AUX_CONF_EMPTY, AUX_CONF_SYNTAX, AUX_CONF_DUPLICATE. */
  readonly problems: readonly Problem[];
}

/** Remedies that are better than the catalogue's, for another file than `conf/auxiliaries.conf`. */
export interface IniRemedies {
  readonly missing?: string;
  readonly empty?: string;
}

/** Loads an INI file with the line of every section and key. Never throws: what is wrong is in `problems`. */
export function loadIniFile(path: string, remedies: IniRemedies = {}): IniFile {
  const loaded = loadTextFile(path);
  if (!("text" in loaded)) {
    const problem = loaded.missing
      ? coreProblem("AUX_CONF_MISSING", `${path} does not exist`, details(path, remedies.missing))
      : coreProblem("AUX_CONF_UNREADABLE", `${path} cannot be read: ${loaded.reason}`, details(path));
    return { path, sections: new Map(), problems: [problem] };
  }
  const { sections, problems } = parseIni(loaded.text, path);
  if (sections.size > 0 || problems.length > 0) return { path, sections, problems };
  const empty = coreProblem("AUX_CONF_EMPTY", `${path} holds no section`, details(path, remedies.empty));
  return { path, sections, problems: [empty] };
}

function details(file: string, remedy?: string) {
  return remedy === undefined ? { at: { file } } : { at: { file }, remedy };
}
