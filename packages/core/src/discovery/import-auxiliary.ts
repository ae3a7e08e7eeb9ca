import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import { auxiliaryApiOf, isAuxiliaryBaseClass } from "../auxiliary/brand.ts";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { withDeadline } from "../tool/deadline.ts";
import { assertAuxiliaryClass } from "./assert-auxiliary-class.ts";
import type { Candidate } from "./candidate.ts";
import { isRecord, parseManifest } from "./manifest.ts";
import { findPackageEntry } from "./package-entry.ts";

/** How long a package may take to load before its import counts as failed. */
const IMPORT_TIMEOUT_MS = 30_000;

/**
 * Imports the one auxiliary that a candidate exports.
 *
 * @throws AUX_PACKAGE_IMPORT, AUX_PACKAGE_NO_AUXILIARY, AUX_PACKAGE_MANY_AUXILIARIES, AUX_PACKAGE_API,
 * AUX_CLASS_INVALID
 */
export async function importAuxiliary(
  candidate: Candidate,
  timeoutMs: number = IMPORT_TIMEOUT_MS,
): Promise<AuxiliaryClass> {
  const found = await findExportedAuxiliaries(candidate, timeoutMs);
  const [first, second] = found;
  if (first === undefined) {
    const message = `${candidate.package} exports no class that extends Auxiliary`;
    throw new AuxiliaryError(coreProblem("AUX_PACKAGE_NO_AUXILIARY", message));
  }
  if (second !== undefined) {
    const message = `${candidate.package} exports ${found.length} auxiliaries: ${found.map(nameOf).join(", ")}`;
    throw new AuxiliaryError(coreProblem("AUX_PACKAGE_MANY_AUXILIARIES", message));
  }
  assertAuxiliaryClass(first, candidate.package);
  return first;
}

async function findExportedAuxiliaries(candidate: Candidate, timeoutMs: number): Promise<readonly unknown[]> {
  try {
    const manifest = parseManifest(readFileSync(join(candidate.directory, "package.json"), "utf8"));
    const entry = findPackageEntry(candidate.directory, manifest);
    // A top-level `await` may never end.
    const deadline = { ms: timeoutMs, error: () => timeoutError(candidate, timeoutMs) };
    return findAuxiliaries(await withDeadline(loadModule(pathToFileURL(entry)), deadline));
  } catch (error) {
    throw AuxiliaryError.is(error) ? error : importError(candidate, error);
  }
}

async function loadModule(url: URL): Promise<Readonly<Record<string, unknown>>> {
  const loaded: Readonly<Record<string, unknown>> = await import(url.href);
  return loaded;
}

/** A CommonJS module shows its `module.exports` as the default export: an object may hold the class. */
function findAuxiliaries(exported: Readonly<Record<string, unknown>>): readonly unknown[] {
  const values = Object.values(exported);
  const nested = isRecord(exported.default) ? Object.values(exported.default) : [];
  const classes = [...values, ...nested].filter(
    (value) => auxiliaryApiOf(value) !== undefined && !isAuxiliaryBaseClass(value),
  );
  return [...new Set(classes)];
}

function timeoutError(candidate: Candidate, timeoutMs: number): AuxiliaryError {
  const message = `${candidate.package} cannot be imported: it did not load within ${timeoutMs / 1000} s`;
  return new AuxiliaryError(coreProblem("AUX_PACKAGE_IMPORT", message));
}

function importError(candidate: Candidate, cause: unknown): AuxiliaryError {
  const message = `${candidate.package} cannot be imported: ${reasonOf(cause).split("\n", 1)[0]}`;
  const remedy = lacksCore(cause)
    ? "Add @aux/core to this project: Yarn and others do not install the peer dependencies of a package."
    : undefined;
  const details = remedy === undefined ? {} : { remedy };
  return new AuxiliaryError(coreProblem("AUX_PACKAGE_IMPORT", message, details), { cause });
}

/** Node says "Cannot find package", Yarn PnP "tried to access @aux/core (a peer dependency)". */
function lacksCore(error: unknown): boolean {
  return /(cannot find|tried to access|module not found)\b.*@aux\/core\b/is.test(
    reasonOf(error).split("\n", 1)[0] ?? "",
  );
}

function nameOf(value: unknown): string {
  return typeof value === "function" ? value.name : "";
}
