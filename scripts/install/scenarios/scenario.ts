import type { ClientSettings } from "../registry/client-settings.ts";

/** What a scenario works with. */
export interface Place {
  /** The repository that runs the test; it holds the cache of package managers. */
  readonly rootPath: string;
  /** The commit that was published: its pages are followed. */
  readonly sourcePath: string;
  /** A folder outside the repository that is the scenario's own. */
  readonly folderPath: string;
  readonly registryUrl: string;
  readonly settings: ClientSettings;
}

/** One row of the install test's table. */
export interface Scenario {
  /** The package manager, and the Node where it is not this one. */
  readonly manager: string;
  /** What is added, and what for. */
  readonly added: string;
  /** True for those of `--quick`. */
  readonly isQuick?: boolean;
  /** Throws when something is not as promised; returns what the table should say of it. */
  readonly run: (place: Place) => Promise<string>;
}
