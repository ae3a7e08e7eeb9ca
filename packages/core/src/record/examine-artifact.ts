import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { type ArtifactPath, parseArtifactPath } from "./artifact-path.ts";
import { findArtifacts } from "./find-artifacts.ts";
import { measureArtifact } from "./measure-artifact.ts";
import type { Artifact } from "./record.ts";
import { repairArtifact } from "./repair-artifact.ts";
import type { ArtifactVerdict } from "./verify/artifact-verifier.ts";
import { loadVerifier } from "./verify/load-verifier.ts";

/** How long reading one artifact may take, with its copy where it must be repaired. */
const EXAMINE_MS = 300_000;

/** A file, or files, declared as a result. */
export interface DeclaredArtifact {
  /** Inside the analysis folder. A `*` in its last part stands for any characters: whatever fits is meant. */
  readonly path: string;
  readonly kind: string;
}

/** What was found of a declared artifact: itself, where it is there, and its whole part, where it was cut short. */
export interface ExaminedArtifact {
  readonly artifacts: readonly Artifact[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a declared artifact once: its size and sha256, and whether it is whole where its kind is known. One that is cut
 * short is repaired to its last whole unit beside the original. Whatever is wrong is a problem: AUX_ARTIFACT_OUTSIDE,
 * AUX_ARTIFACT_MISSING, AUX_ARTIFACT_CUT_SHORT, AUX_ARTIFACT_INVALID. Needs no runner, and never rejects.
 *
 * @param signal ends it early: then the artifact counts as missing
 */
export async function examineArtifact(
  analysisPath: string,
  { path, kind }: DeclaredArtifact,
  signal?: AbortSignal,
): Promise<ExaminedArtifact> {
  try {
    const { inside } = parseArtifactPath(analysisPath, path);
    const found: ExaminedArtifact[] = [];
    for (const one of await findArtifacts(analysisPath, inside))
      found.push(await examineOne(parseArtifactPath(analysisPath, one), kind, signal));
    return {
      artifacts: found.flatMap(({ artifacts }) => artifacts),
      problems: found.flatMap(({ problems }) => problems),
    };
  } catch (error) {
    if (AuxiliaryError.is(error)) return { artifacts: [], problems: error.problems };
    throw error;
  }
}

async function examineOne(
  place: ArtifactPath,
  kind: string,
  signal: AbortSignal | undefined,
): Promise<ExaminedArtifact> {
  const late = AbortSignal.timeout(EXAMINE_MS);
  try {
    return await examine(place, kind, signal === undefined ? late : AbortSignal.any([late, signal]));
  } catch (error) {
    const message = `${place.inside} cannot be read: ${reasonOf(error)}`;
    return { artifacts: [], problems: [coreProblem("AUX_ARTIFACT_MISSING", message)] };
  }
}

async function examine(place: ArtifactPath, kind: string, signal: AbortSignal): Promise<ExaminedArtifact> {
  const verifier = await loadVerifier(kind);
  const { verdict, bytes, sha256 } = await measureArtifact(place.absolute, signal, verifier);
  const artifact = { path: place.inside, kind, bytes, sha256, ...describe(verdict) };
  if (verdict?.fault === undefined) return { artifacts: [artifact], problems: [] };
  if (verdict.wholeBytes === undefined) {
    const problem = coreProblem("AUX_ARTIFACT_INVALID", `${place.inside} is not whole: ${verdict.fault}`);
    return { artifacts: [artifact], problems: [problem] };
  }
  return repair(
    place,
    artifact,
    { ...verdict, fault: verdict.fault, wholeBytes: verdict.wholeBytes },
    signal,
  );
}

function describe(verdict: ArtifactVerdict | undefined): Pick<Artifact, "whole" | "packets"> {
  if (verdict === undefined) return {};
  const { fault, packets } = verdict;
  return { whole: fault === undefined, ...(packets === undefined ? {} : { packets }) };
}

/** Of a file without a single whole unit there is nothing to copy. */
async function repair(
  { absolute, inside }: ArtifactPath,
  artifact: Artifact,
  { fault, wholeBytes, packets }: ArtifactVerdict & { readonly fault: string; readonly wholeBytes: number },
  signal: AbortSignal,
): Promise<ExaminedArtifact> {
  const holds = packets === undefined ? "" : ` after ${packets} whole packets`;
  const cut = `${inside} is cut short${holds}: ${fault}, its last ${artifact.bytes - wholeBytes} bytes are of no use`;
  const problem = (more: string) => coreProblem("AUX_ARTIFACT_CUT_SHORT", `${cut}; ${more}`);
  if (wholeBytes === 0) return { artifacts: [artifact], problems: [problem("nothing in it is whole")] };
  try {
    const { path, bytes, sha256 } = await repairArtifact(absolute, wholeBytes, signal);
    const repairedPath = inside.slice(0, inside.lastIndexOf("/") + 1) + path.slice(path.lastIndexOf("/") + 1);
    const repaired = { ...artifact, path: repairedPath, bytes, sha256, whole: true, repairOf: inside };
    return { artifacts: [artifact, repaired], problems: [problem(`what is whole is in ${repairedPath}`)] };
  } catch (error) {
    return { artifacts: [artifact], problems: [problem(`it was not repaired: ${reasonOf(error)}`)] };
  }
}
