/** Where a problem was found: a line of a configuration file, a key of a task, an option of a module. */
export interface ProblemLocation {
  /** File as given by the user, or absolute. */
  readonly file?: string;
  /** 1-based line in `file`. */
  readonly line?: number;
  readonly section?: string;
  /** Key as written in the file (`snake_case`). */
  readonly key?: string;
  /** What was found, as written (never a secret). */
  readonly value?: string;
  /** What would be accepted, for a person. */
  readonly allowed?: string;
  /** The known name that looks most like the one found. */
  readonly nearest?: string;
}

/** Something that went wrong, as data: it goes into the record, onto the terminal and into events. */
export interface Problem {
  /** Stable name, listed in `docs/errors.md`. */
  readonly code: string;
  /** What happened, with the value. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly at?: ProblemLocation;
  /** The last lines the tool said, oldest first, when a tool is to blame. */
  readonly lastWords?: readonly string[];
}

/** What a code means and how it is solved in general: the source of `docs/errors.md`. */
export interface ProblemMeaning {
  readonly meaning: string;
  /** Used as the problem's remedy unless a more exact one is given. */
  readonly remedy: string;
}

/** All codes of one package, each with its meaning. */
export type ProblemCatalogue = Readonly<Record<string, ProblemMeaning>>;

/** What a problem may carry beside code and message. */
export interface ProblemDetails {
  readonly remedy?: string;
  readonly at?: ProblemLocation;
  readonly lastWords?: readonly string[];
}

/** Builds problems whose codes are those of one catalogue; the remedy defaults to the catalogue's. */
export function problemFactory<const Catalogue extends ProblemCatalogue>(catalogue: Catalogue) {
  return (code: keyof Catalogue & string, message: string, details: ProblemDetails = {}): Problem => ({
    code,
    message,
    remedy: details.remedy ?? catalogue[code]?.remedy ?? "",
    ...(details.at === undefined ? {} : { at: details.at }),
    ...(details.lastWords === undefined || details.lastWords.length === 0
      ? {}
      : { lastWords: details.lastWords }),
  });
}
