import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import type { OnCrash } from "../configuration/common-options.ts";

/** Where one option was given. */
export interface KeyLocation {
  /** Missing when the task gave it. */
  readonly file?: string;
  /** 1-based; missing when the task gave it. */
  readonly line?: number;
  /** As it was written there: `snaplen`, or `sniffer.snaplen` by a task. */
  readonly key: string;
  /** As it was written; missing where it may be a secret. */
  readonly value?: string;
}

/** Where an auxiliary's section is, so that a problem with one of its options gets its file and line. */
export interface EntryLocation {
  readonly file: string;
  /** 1-based line of `[section]`. */
  readonly line: number;
  readonly section: string;
  /** By camelCase key; without prototype. */
  readonly keys: Readonly<Record<string, KeyLocation>>;
}

/** One auxiliary of a run, with what the configuration or the caller says about it. */
export interface AuxiliaryEntry {
  readonly Class: AuxiliaryClass;
  /** Default: the class's name in kebab-case. */
  readonly name?: string;
  /** npm package it came from. */
  readonly package?: string;
  readonly version?: string;
  /** Checked and converted already when `location` is there, else as given in code. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Wins over the class's own `order`. */
  readonly order?: number;
  /** True: the analysis does not begin when it fails to start. Default false. */
  readonly required?: boolean;
  readonly startTimeoutMs?: number;
  readonly stopTimeoutMs?: number;
  /** Of each optional hook; wins over the class's own. */
  readonly hookTimeoutMs?: number;
  /**
   * What follows when a program of it ends by itself: `note` it (the default), `restart` the module, three times at most,
   * or `abort` the analysis.
   */
  readonly onCrash?: OnCrash;
  /** The module ends early when one of its files has become larger. Default: no limit. */
  readonly maxSizeBytes?: number;
  /**
   * The module ends early when the disk of the analysis folder has less room, and does not start there; 0 never. Default
   * 256 MiB, or 5 % of a disk where that is less.
   */
  readonly minFreeBytes?: number;
  /** Only of entries out of a configuration file. */
  readonly location?: EntryLocation;
}
