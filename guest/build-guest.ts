import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type AptLists, SYSTEM_LISTS, unpackPackage, updateOwnLists } from "./build/apt-package.ts";
import { loadGuestFiles } from "./build/guest-files.ts";
import { findGuestSources, findPackageNames, type GuestSources } from "./build/guest-sources.ts";
import { packGuest } from "./build/pack-guest.ts";

/** A guest that QEMU can boot: `-kernel kernelPath -initrd initrdPath`. */
export interface Guest {
  readonly kernelPath: string;
  readonly initrdPath: string;
  /** The static busybox of the same build, as a program of this host. */
  readonly busyboxPath: string;
  /** `linux-image-6.1.0-56-cloud-amd64 6.1.192-2` */
  readonly madeFrom: string;
}

const CACHE_PATH = resolve(import.meta.dirname, "../node_modules/.cache/guest");
const BUILDER_VERSION = 3;

/**
 * The guest: the distribution's own kernel and static busybox with the files of `guest/root`. Made once for each
 * version of these, about 3 s without the download of 27 MB, then kept below `node_modules/.cache/guest`; no root
 * needed, nothing is installed. Several processes may build at once.
 */
export async function buildGuest(): Promise<Guest> {
  const present = await findPresent();
  return present ?? (await make(SYSTEM_LISTS)) ?? makeWithOwnLists();
}

/** The guest of what this machine's package lists name, where it was made before. */
async function findPresent(): Promise<Guest | undefined> {
  const sources = await findGuestSources(SYSTEM_LISTS).catch(() => undefined);
  if (sources === undefined) return undefined;
  const folderPath = folderOf(sources);
  return existsSync(folderPath) ? describe(folderPath) : undefined;
}

/** Undefined where the package lists name no such packages, or name what the mirror has no longer. */
async function make(lists: AptLists): Promise<Guest | undefined> {
  const sources = await findGuestSources(lists);
  if (sources === undefined) return undefined;
  try {
    return await makeFrom(sources, lists);
  } catch (error) {
    if (lists === SYSTEM_LISTS) return undefined;
    throw error;
  }
}

async function makeWithOwnLists(): Promise<Guest> {
  const guest = await make(await updateOwnLists(join(CACHE_PATH, "apt")));
  if (guest !== undefined) return guest;
  throw new Error(
    "this distribution has no package linux-image-cloud-amd64 (or its like), or no busybox-static",
  );
}

/** Made beside its place and moved there whole. */
async function makeFrom(sources: GuestSources, lists: AptLists): Promise<Guest> {
  const folderPath = folderOf(sources);
  if (existsSync(folderPath)) return describe(folderPath);
  mkdirSync(CACHE_PATH, { recursive: true });
  const workPath = mkdtempSync(join(CACHE_PATH, "making-"));
  try {
    const packagesPath = join(workPath, "packages");
    for (const name of await findPackageNames(sources, lists)) await unpackPackage(name, packagesPath, lists);
    packGuest(packagesPath, join(workPath, "guest"), `${sources.kernelName} ${sources.newest.version}`);
    moveInto(join(workPath, "guest"), folderPath);
  } finally {
    rmSync(workPath, { recursive: true, force: true });
  }
  return describe(folderPath);
}

/** Another process may have made the same guest meanwhile: then it is as good. */
function moveInto(madePath: string, folderPath: string): void {
  try {
    renameSync(madePath, folderPath);
  } catch (error) {
    if (!existsSync(folderPath)) throw error;
  }
}

/** One folder for each content: the packages' versions and our own files. */
function folderOf({ newest, busybox }: GuestSources): string {
  const hash = createHash("sha256").update(JSON.stringify([BUILDER_VERSION, newest, busybox]));
  for (const { path, content } of loadGuestFiles())
    hash.update(`${path}\0${content.length}\0`).update(content);
  return join(CACHE_PATH, hash.digest("hex").slice(0, 16));
}

function describe(folderPath: string): Guest {
  return {
    kernelPath: join(folderPath, "vmlinuz"),
    initrdPath: join(folderPath, "initrd"),
    busyboxPath: join(folderPath, "busybox"),
    madeFrom: readFileSync(join(folderPath, "made-from"), "utf8"),
  };
}
