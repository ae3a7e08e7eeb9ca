import { createHash, randomBytes } from "node:crypto";
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { AuxiliaryError, reasonOf } from "@aux/core";
import { isPrivateFolder } from "../launch/socket-paths.ts";
import { qemuProblem } from "../qemu-problems.ts";
import { findProcess, isRunning, type ProcessIdentity } from "./process-identity.ts";

/** Who has a machine, as its lock says. */
export interface LockOwner extends ProcessIdentity {
  readonly machine: string;
  /** What it has the machine for. */
  readonly purpose: string;
  /** Where the machine's sockets and throw-away files are: removed with a stale lock. */
  readonly folder: string;
  /** Tells two locks of one process apart. */
  readonly token: string;
}

/** A machine: its name, and the folder of its project's snapshots. */
export interface LockRequest {
  readonly machine: string;
  readonly snapshotsPath: string;
  /** For whoever finds the machine in use: the analysis folder. */
  readonly purpose: string;
  /** Where the machine's sockets and throw-away files will be. */
  readonly folder: string;
}

type Machine = Pick<LockRequest, "machine" | "snapshotsPath">;

const TRIES = 5;

/**
 * Takes a machine for this process, or says who has it. A lock whose owner is gone counts for nothing.
 *
 * @returns how to give it back
 * @throws AUX_QEMU_MACHINE_IN_USE, AUX_QEMU_LOCK_FAILED
 */
export function takeMachine(request: LockRequest): () => void {
  const lockPath = buildLockPath(request);
  const { machine, purpose, folder } = request;
  const identity = findProcess(process.pid) ?? { pid: process.pid, startTicks: "" };
  const mine: LockOwner = { ...identity, machine, purpose, folder, token: randomBytes(8).toString("hex") };
  for (let tries = 0; tries < TRIES; tries++) {
    if (tryToTake(lockPath, mine)) return () => giveBack(lockPath, mine);
    const owner = findOwner(lockPath);
    if (owner !== undefined && isRunning(owner)) throw inUse(owner);
    removeStale(lockPath, owner);
  }
  throw lockFailed(lockPath, "other processes take and release it all the time");
}

/** The owner of a machine; undefined when nobody has it. */
export function findMachineOwner(request: Machine): LockOwner | undefined {
  const owner = findOwner(buildLockPath(request));
  return owner !== undefined && isRunning(owner) ? owner : undefined;
}

/** One folder per user; a machine is told by its name and its project. */
function buildLockPath({ machine, snapshotsPath }: Machine): string {
  const folder = join(tmpdir(), `machinery-qemu-locks-${userInfo().uid}`);
  assertOwnFolder(folder);
  const key = createHash("sha256")
    .update(`${resolve(snapshotsPath)}\0${machine}`)
    .digest("hex");
  return join(folder, key.slice(0, 24));
}

/** A folder of temporary files is open to all: only one that nobody else may write is trusted. */
function assertOwnFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw lockFailed(folder, reasonOf(error));
  }
  const { uid, mode } = lstatSync(folder);
  if (uid !== userInfo().uid || (mode & 0o077) !== 0)
    throw lockFailed(folder, "it belongs to somebody else, or others may enter it");
}

/** `link` makes it atomic: the lock appears with all that is in it. */
function tryToTake(lockPath: string, owner: LockOwner): boolean {
  const draftPath = `${lockPath}.${owner.token}`;
  try {
    writeFileSync(draftPath, JSON.stringify(owner), { mode: 0o600, flag: "wx" });
    linkSync(draftPath, lockPath);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw lockFailed(lockPath, reasonOf(error));
  } finally {
    rmSync(draftPath, { force: true });
  }
}

function findOwner(lockPath: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(readFileSync(lockPath, "utf8")) as LockOwner;
    return Number.isInteger(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** Another process may have removed it and taken the machine meanwhile: its lock is put back. */
function removeStale(lockPath: string, stale: LockOwner | undefined): void {
  const asidePath = `${lockPath}.${randomBytes(8).toString("hex")}`;
  try {
    renameSync(lockPath, asidePath);
    if (findOwner(asidePath)?.token !== stale?.token) linkSync(asidePath, lockPath);
    else if (stale !== undefined && isPrivateFolder(stale.folder))
      rmSync(stale.folder, { recursive: true, force: true });
  } catch {
    // Gone, or taken again: the next try sees which.
  } finally {
    rmSync(asidePath, { force: true });
  }
}

function giveBack(lockPath: string, mine: LockOwner): void {
  if (findOwner(lockPath)?.token === mine.token) rmSync(lockPath, { force: true });
}

function inUse(owner: LockOwner): AuxiliaryError {
  const message = `the machine ${owner.machine} is in use by process ${owner.pid}, for ${owner.purpose}`;
  return new AuxiliaryError(qemuProblem("AUX_QEMU_MACHINE_IN_USE", message));
}

function lockFailed(path: string, reason: string): AuxiliaryError {
  return new AuxiliaryError(
    qemuProblem("AUX_QEMU_LOCK_FAILED", `the lock ${path} cannot be taken: ${reason}`),
  );
}
