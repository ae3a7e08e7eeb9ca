import type { Stage } from "./stage.ts";

/** What a user of the command line saw. */
export interface Seen {
  /** As it is typed, without what only a test needs. */
  readonly command: string;
  readonly code: number | null;
  /** All of stderr; where the answer is on stdout (`doctor`, `status`), that. */
  readonly said: string;
}

/** A fault that is really provoked, and what a person sees of it. */
export interface Scenario {
  /** The heading that is searched for. */
  readonly name: string;
  /** What was done, in a sentence or two, and why it happens in real life. */
  readonly what: string;
  /** Provokes it; several commands are shown one after the other. */
  readonly act: (stage: Stage) => Promise<readonly Seen[]>;
  /** The id of the analysis whose record is looked into; `null` where there is none. Default: `1`. */
  readonly analysis?: string | null;
  /** That analysis was killed and recovered. Default false. */
  readonly isRecovered?: boolean;
}

/** Scenarios that belong together on the page. */
export interface Chapter {
  readonly title: string;
  /** One or two sentences. */
  readonly about: string;
  readonly scenarios: readonly Scenario[];
}
