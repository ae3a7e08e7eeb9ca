/** A module that a source file names, and the line on which it does. */
export interface SourceImport {
  readonly specifier: string;
  readonly line: number;
}

// Statements stand at the start of a line (the formatter sees to that), so that code inside strings is not read.
const IMPORT =
  /^(?:import|export)\s(?:[^;"'`]*?\sfrom\s*)?["']([^"']+)["']|\bimport\(\s*["']([^"'\n]+)["']\s*\)/gm;

/** Reads the modules that a TypeScript or JavaScript source imports: statically, dynamically, as types. */
export function parseImports(source: string): readonly SourceImport[] {
  return [...source.matchAll(IMPORT)].map((match) => ({
    specifier: match[1] ?? match[2] ?? "",
    line: source.slice(0, match.index).split("\n").length,
  }));
}
