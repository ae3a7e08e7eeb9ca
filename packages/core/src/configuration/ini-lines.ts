import { coreProblem } from "../errors/core-problems.ts";
import type { Problem, ProblemLocation } from "../errors/problem.ts";
import type { IniKey, IniSection } from "./ini-file.ts";
import { parseIniValue } from "./ini-value.ts";
import { toSnakeCase } from "./key-case.ts";
import { SECTION_NAME, SECTION_NAME_ALLOWED } from "./section-name.ts";
import { shorten } from "./shorten.ts";

const KEY_NAME = /^[a-z][a-z0-9_]{0,63}$/;
const KEY_NAME_ALLOWED = "lower-case letters, digits and underscores, a letter first";

interface OpenSection {
  readonly name: string;
  readonly line: number;
  readonly keys: Map<string, IniKey>;
  /** Of every key, also of those whose value could not be read. */
  readonly lines: Map<string, number>;
}

/** The sections of an INI text by name, and everything that is wrong with its lines. `file` is only for the problems. */
export function parseIni(
  text: string,
  file: string,
): { sections: ReadonlyMap<string, IniSection>; problems: readonly Problem[] } {
  const scanner = new IniScanner(file);
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    scanner.scan(line.trim(), index + 1);
  });
  return scanner;
}

class IniScanner {
  readonly sections = new Map<string, OpenSection>();
  readonly problems: Problem[] = [];
  readonly #file: string;
  /** Undefined before the first section. One that is wrong or a duplicate is scanned too, and left out. */
  #open: OpenSection | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  scan(line: string, number: number): void {
    if (line === "" || line.startsWith(";") || line.startsWith("#")) return;
    if (line.startsWith("[")) this.#scanSection(line, number);
    else if (line.includes("=")) this.#scanKey(line, number);
    else this.#scanStray(line, number);
  }

  #scanSection(line: string, number: number): void {
    const name = /^\[([^\]]*)\]\s*(?:[;#].*)?$/.exec(line)?.[1]?.trim();
    this.#open = { name: name ?? "", line: number, keys: new Map(), lines: new Map() };
    if (name === undefined) {
      this.#report("AUX_CONF_SYNTAX", "the section's line is not `[name]`", { line: number });
      return;
    }
    const earlier = this.sections.get(name);
    if (!SECTION_NAME.test(name)) this.#reportSectionName(name, number);
    else if (earlier === undefined) this.sections.set(name, this.#open);
    else this.#reportDuplicate(`section [${name}]`, earlier.line, { line: number, section: name });
  }

  #scanKey(line: string, number: number): void {
    const key = line.slice(0, line.indexOf("=")).trim();
    const open = this.#open;
    const at = { line: number, ...(open === undefined ? {} : { section: open.name }), key: shorten(key) };
    const earlier = open?.lines.get(key);
    if (!KEY_NAME.test(key)) this.#reportKeyName(key, at);
    else if (open === undefined) this.#reportHomeless(key, at);
    else if (earlier !== undefined) this.#reportDuplicate(`key ${key} in [${open.name}]`, earlier, at);
    else this.#scanValue(open, key, line.slice(line.indexOf("=") + 1), at);
  }

  #scanValue(open: OpenSection, key: string, raw: string, at: ProblemLocation & { line: number }): void {
    open.lines.set(key, at.line);
    const parsed = parseIniValue(raw);
    if ("value" in parsed) open.keys.set(key, { key, line: at.line, value: parsed.value });
    else this.#report("AUX_CONF_SYNTAX", `the value of ${key} ${parsed.fault}`, at, parsed.remedy);
  }

  /** Shows the first word alone: the rest of the line may be a secret whose `=` was forgotten. */
  #scanStray(line: string, number: number): void {
    const word = shorten(line.split(/[\s:]/, 1)[0] ?? "");
    const at = {
      line: number,
      ...(this.#open === undefined ? {} : { section: this.#open.name }),
      value: word,
    };
    this.#report("AUX_CONF_SYNTAX", `the line that begins with "${word}" has no "="`, at);
  }

  #reportSectionName(name: string, line: number): void {
    const likely = name.toLowerCase().replaceAll("_", "-");
    const nearest = SECTION_NAME.test(likely) ? { nearest: likely } : {};
    const at = { line, section: shorten(name), allowed: SECTION_NAME_ALLOWED, ...nearest };
    const remedy = `${suggestion(nearest.nearest, (near) => `[${near}]`)}A section's name: ${SECTION_NAME_ALLOWED}.`;
    this.#report("AUX_CONF_SYNTAX", `[${shorten(name)}] is no section name`, at, remedy);
  }

  #reportKeyName(key: string, at: ProblemLocation): void {
    const likely = [toSnakeCase(key), key.toLowerCase().replaceAll("-", "_")].find((name) =>
      KEY_NAME.test(name),
    );
    const nearest = likely === undefined ? {} : { nearest: likely };
    const remedy = `${suggestion(likely, (near) => `"${near}"`)}A key: ${KEY_NAME_ALLOWED}.`;
    const where = { ...at, allowed: KEY_NAME_ALLOWED, ...nearest };
    this.#report("AUX_CONF_SYNTAX", `"${shorten(key)}" is no key`, where, remedy);
  }

  #reportHomeless(key: string, at: ProblemLocation): void {
    this.#report("AUX_CONF_SYNTAX", `${key} is in no section`, at, "Put a `[section]` line above it.");
  }

  #reportDuplicate(what: string, firstLine: number, at: ProblemLocation): void {
    this.#report("AUX_CONF_DUPLICATE", `the ${what} is already on line ${firstLine}`, at);
  }

  #report(
    code: "AUX_CONF_SYNTAX" | "AUX_CONF_DUPLICATE",
    message: string,
    at: ProblemLocation,
    remedy?: string,
  ): void {
    const where = { file: this.#file, ...at };
    this.problems.push(
      coreProblem(code, message, remedy === undefined ? { at: where } : { at: where, remedy }),
    );
  }
}

function suggestion(nearest: string | undefined, show: (nearest: string) => string): string {
  return nearest === undefined ? "" : `Did you mean ${show(nearest)}? `;
}
