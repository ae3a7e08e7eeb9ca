/** Something that a check found: where (`file:line`), what is wrong, and how to mend it. */
export interface Finding {
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
}

/** What a check has to say at its end: what it found wrong, and notes that are shown when all is well, too. */
export interface CheckReport {
  readonly findings: readonly Finding[];
  readonly notes?: readonly string[];
  /** The output of the program that a check runs, shown when it failed. */
  readonly output?: string;
}

/** One thing that `pnpm check` looks at. */
export interface Check {
  /** The word by which it is called alone: `pnpm check imports`. */
  readonly name: string;
  /** Ends the sentence "checks that …", for the help text. */
  readonly about: string;
  /** The name of a check that must have ended before this one begins. */
  readonly after?: string;
  readonly run: () => Promise<CheckReport> | CheckReport;
}

/** One finding, for checks that look at text line by line. */
export function buildFinding(path: string, line: number, what: string, remedy: string): Finding {
  return { where: `${path}:${line}`, what, remedy };
}
