import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

/** A file of ours in the guest. */
export interface GuestFile {
  /** In the guest, without the leading slash. */
  readonly path: string;
  readonly content: Buffer;
}

const ROOT_PATH = resolve(import.meta.dirname, "../root");

/** The files of `guest/root`, in the order of their names. */
export function loadGuestFiles(): GuestFile[] {
  const paths = readdirSync(ROOT_PATH, { recursive: true, encoding: "utf8" }).sort();
  return paths
    .filter((path) => statSync(join(ROOT_PATH, path)).isFile())
    .map((path) => ({ path, content: readFileSync(join(ROOT_PATH, path)) }));
}
