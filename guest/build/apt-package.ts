import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

const QUERY_MS = 20_000;
const UPDATE_MS = 120_000;
const DOWNLOAD_MS = 120_000;
const UNPACK_MS = 60_000;

/** A package of the distribution, in the version that apt would install. */
export interface AptPackage {
  readonly name: string;
  readonly version: string;
  /** The names of the packages that it depends on. */
  readonly dependencies: readonly string[];
}

/** Where apt looks: options for each of its commands. None: this machine's own package lists. */
export type AptLists = readonly string[];

/** This machine's package lists. */
export const SYSTEM_LISTS: AptLists = [];

/**
 * Package lists of our own, brought up to date; for a machine whose lists are missing or too old, without root.
 *
 * @param folderPath where they are kept
 */
export async function updateOwnLists(folderPath: string): Promise<AptLists> {
  mkdirSync(join(folderPath, "lists", "partial"), { recursive: true });
  mkdirSync(join(folderPath, "cache", "archives", "partial"), { recursive: true });
  const lists = [
    `-oDir::State::Lists=${join(folderPath, "lists")}`,
    `-oDir::Cache=${join(folderPath, "cache")}`,
  ];
  await runProgram("apt-get", [...lists, "-oAPT::Sandbox::User=", "update"], { timeoutMs: UPDATE_MS });
  return lists;
}

/** Those of several packages that the lists have, by name. */
export async function findPackages(
  names: readonly string[],
  lists: AptLists,
): Promise<Map<string, AptPackage>> {
  const args = [...lists, "show", "--no-all-versions", ...names];
  const text = await runProgram("apt-cache", args, { timeoutMs: QUERY_MS, mayFail: true });
  const packages = text.split(/\n\n+/).flatMap((stanza) => parseStanza(stanza) ?? []);
  return new Map(packages.map((found) => [found.name, found]));
}

/** A package as `apt-cache show` describes it (deb-control(5)). */
export function parseStanza(stanza: string): AptPackage | undefined {
  const fieldOf = (field: string) => new RegExp(`^${field}: (.*)$`, "m").exec(stanza)?.[1];
  const name = fieldOf("Package");
  const version = fieldOf("Version");
  if (name === undefined || version === undefined) return undefined;
  const relations = (fieldOf("Depends") ?? "").split(/[,|]/).map((relation) => relation.trim());
  return { name, version, dependencies: relations.map((relation) => relation.split(/[ :(]/)[0] ?? "") };
}

/** Downloads a package and unpacks it into a folder; nothing is installed, no root is needed. */
export async function unpackPackage(name: string, folderPath: string, lists: AptLists): Promise<void> {
  const debPath = join(folderPath, "deb");
  mkdirSync(debPath, { recursive: true });
  // As root apt would download as another user, who may not write here, and complain.
  const args = [...lists, "-oAPT::Sandbox::User=", "download", name];
  await runProgram("apt-get", args, { timeoutMs: DOWNLOAD_MS, cwd: debPath });
  const file = readdirSync(debPath).find((each) => each.startsWith(`${name}_`));
  if (file === undefined) throw new Error(`apt-get download ${name} left no file`);
  await runProgram("dpkg", ["-x", join(debPath, file), folderPath], { timeoutMs: UNPACK_MS });
}
