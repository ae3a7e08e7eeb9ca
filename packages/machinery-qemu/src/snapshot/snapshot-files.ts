import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { AuxiliaryError, reasonOf } from "@aux/core";
import { qemuProblem } from "../qemu-problems.ts";
import type { BaseImage, SnapshotManifest } from "./snapshot-manifest.ts";

/** Where one snapshot is kept. */
export interface SnapshotFiles {
  readonly folder: string;
  readonly manifest: string;
  /** Memory and devices, as QEMU's migration writes them. */
  readonly state: string;
  /** What the machine had written to its disk: a layer over the base image. */
  readonly disk: string;
}

/** The files of a snapshot, there or not. Absolute. */
export function buildSnapshotFiles(snapshotsPath: string, name: string): SnapshotFiles {
  return buildFilesIn(join(resolve(snapshotsPath), name));
}

export function buildFilesIn(folder: string): SnapshotFiles {
  return {
    folder,
    manifest: join(folder, "snapshot.json"),
    state: join(folder, "state"),
    disk: join(folder, "disk.qcow2"),
  };
}

/** Reads a snapshot's manifest. @throws AUX_QEMU_SNAPSHOT_MISSING */
export function loadSnapshot(snapshotsPath: string, name: string): SnapshotManifest {
  const files = buildSnapshotFiles(snapshotsPath, name);
  try {
    const manifest = JSON.parse(readFileSync(files.manifest, "utf8")) as SnapshotManifest;
    const version: number = manifest.version;
    if (version !== 1) throw new Error(`its version is ${version}, not 1`);
    if (!existsSync(files.state)) throw new Error(`${files.state} is not there`);
    return manifest;
  } catch (error) {
    const message = `there is no snapshot ${JSON.stringify(name)} in ${resolve(snapshotsPath)}: ${reasonOf(error)}`;
    throw new AuxiliaryError(
      qemuProblem("AUX_QEMU_SNAPSHOT_MISSING", message, { at: { key: "snapshot", value: name } }),
      { cause: error },
    );
  }
}

/** A base image as it is now. Throws when it cannot be read. */
export function readBaseImage(path: string): BaseImage {
  const { size, mtimeMs } = statSync(path);
  return { path: resolve(path), bytes: size, mtimeMs };
}
