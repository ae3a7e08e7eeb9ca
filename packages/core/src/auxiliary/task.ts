/** What is analysed and how. Orchestrators may add members of their own. */
export interface Task {
  /** Names the analysis folder: letters, digits, `.`, `_`, `-`; 64 at most. */
  readonly id: string;
  /** The file, URL or command under analysis. */
  readonly target?: string;
  /** Longest time the analysis may take, in seconds. */
  readonly timeout?: number;
  /** Options of modules that the task sets, as `"section.key"`; only those that the module's schema allows. */
  readonly options?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}
