import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { withDeadline } from "../tool/deadline.ts";
import type { Candidate } from "./candidate.ts";
import { isRecord, parseManifest } from "./manifest.ts";
import { findPackageEntry } from "./package-entry.ts";

/** How long a package may take to load before its import counts as failed. */
const IMPORT_TIMEOUT_MS = 30_000;

/** What is looked for among a package's exports. */
export interface PackageClassQuery {
  /** True for a class of the wanted kind: it goes by a brand, for the base class may be another copy's. */
  readonly isWanted: (value: unknown) => boolean;
  /** What is wrong with a package that exports no class of the kind. */
  readonly buildNone: (packageName: string) => Problem;
  /** What is wrong with one that exports several; `names` are theirs. */
  readonly buildSeveral: (packageName: string, names: readonly string[]) => Problem;
  /** Default 30,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Imports the one class of a kind that a candidate exports.
 *
 * @throws AUX_PACKAGE_IMPORT, and what the query says of none and of several
 */
export async function importPackageClass(candidate: Candidate, query: PackageClassQuery): Promise<unknown> {
  const exported = await importPackage(candidate, query.timeoutMs ?? IMPORT_TIMEOUT_MS);
  const found = findWanted(exported, query.isWanted);
  if (found.length === 0) throw new AuxiliaryError(query.buildNone(candidate.package));
  if (found.length > 1) throw new AuxiliaryError(query.buildSeveral(candidate.package, found.map(nameOf)));
  return found[0];
}

type Exported = Readonly<Record<string, unknown>>;

async function importPackage(candidate: Candidate, timeoutMs: number): Promise<Exported> {
  try {
    const manifest = parseManifest(readFileSync(join(candidate.directory, "package.json"), "utf8"));
    const entry = findPackageEntry(candidate.directory, manifest);
    // A top-level `await` may never end.
    const deadline = { ms: timeoutMs, error: () => timeoutError(candidate, timeoutMs) };
    return await withDeadline(loadModule(pathToFileURL(entry)), deadline);
  } catch (error) {
    throw AuxiliaryError.is(error) ? error : importError(candidate, error);
  }
}

async function loadModule(url: URL): Promise<Exported> {
  const loaded: Exported = await import(url.href);
  return loaded;
}

/** A CommonJS module shows its `module.exports` as the default export: an object may hold the class. */
function findWanted(exported: Exported, isWanted: (value: unknown) => boolean): readonly unknown[] {
  const values = Object.values(exported);
  const nested = isRecord(exported.default) ? Object.values(exported.default) : [];
  return [...new Set([...values, ...nested].filter(isWanted))];
}

function timeoutError(candidate: Candidate, timeoutMs: number): AuxiliaryError {
  const message = `${candidate.package} cannot be imported: it did not load within ${timeoutMs / 1000} s`;
  return new AuxiliaryError(coreProblem("AUX_PACKAGE_IMPORT", message));
}

function importError(candidate: Candidate, cause: unknown): AuxiliaryError {
  const message = `${candidate.package} cannot be imported: ${reasonOf(cause).split("\n", 1)[0]}`;
  const peer = findMissingPeer(cause);
  const details =
    peer === undefined
      ? {}
      : {
          remedy: `Add ${peer} to this project: Yarn and others do not install the peer dependencies of a package.`,
        };
  return new AuxiliaryError(coreProblem("AUX_PACKAGE_IMPORT", message, details), { cause });
}

/** Node says "Cannot find package", Yarn PnP "tried to access @aux/core (a peer dependency)". */
function findMissingPeer(error: unknown): string | undefined {
  const [line = ""] = reasonOf(error).split("\n", 1);
  return /(?:cannot find|tried to access|module not found)\b.*?(@aux\/(?:core|analysis))\b/is.exec(line)?.[1];
}

function nameOf(value: unknown): string {
  return typeof value === "function" ? value.name : "";
}
