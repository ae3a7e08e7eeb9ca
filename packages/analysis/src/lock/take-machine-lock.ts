import { createHash, randomUUID } from "node:crypto";
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import {
  AuxiliaryError,
  isAlive,
  ownIdentity,
  type Problem,
  type ProcessIdentity,
  reasonOf,
} from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";

/** A machine that two analyses must not share. */
export interface LockedMachine {
  /** The same text for the same machine, whatever it is called in a configuration. */
  readonly resource: string;
  /** The machine's name, for whoever finds it in use. */
  readonly machine: string;
}

export interface MachineLockRequest extends LockedMachine {
  /** What it is used for, for whoever finds it in use: the analysis folder. */
  readonly purpose: string;
  /** What this analysis leaves on the host if its process is killed; handed to `clear` of whoever takes the machine next. */
  readonly leftover?: string;
  /** Takes away what the machine's last owner, a process that is gone, said it would leave. It must check what it is given. */
  readonly clear?: (leftover: string) => void;
}

interface LockOwner extends ProcessIdentity {
  readonly purpose: string;
  readonly leftover?: string | undefined;
}

const TRIES = 5;

/**
 * Takes a machine for this process, among all processes of this user on this host. A lock whose owner is gone counts
 * for nothing.
 *
 * @returns gives it back; may be called twice
 * @throws AUX_MACHINE_IN_USE, AUX_MACHINE_LOCK_FAILED
 */
export function takeMachineLock(request: MachineLockRequest): () => void {
  const path = buildLockPath(request.resource);
  const { purpose, leftover } = request;
  const text = JSON.stringify({ ...ownIdentity(), purpose, leftover, token: randomUUID() });
  for (let tries = 0; tries < TRIES; tries++) {
    if (tryToTake(path, text)) return () => giveBack(path, text);
    const found = readIfAny(path);
    if (found === undefined) continue;
    const owner = parseOwner(found);
    if (owner !== undefined && isAlive(owner)) throw new AuxiliaryError(inUse(request.machine, owner));
    if (removeStale(path, found) && owner?.leftover !== undefined) request.clear?.(owner.leftover);
  }
  throw lockFailed(path, "other processes take and give it back all the time");
}

/**
 * Whether another process has the machine, without taking it.
 *
 * @returns AUX_MACHINE_IN_USE, with who has it
 * @throws AUX_MACHINE_LOCK_FAILED
 */
export function findMachineInUse({ resource, machine }: LockedMachine): Problem | undefined {
  const found = readIfAny(buildLockPath(resource));
  const owner = found === undefined ? undefined : parseOwner(found);
  return owner !== undefined && isAlive(owner) ? inUse(machine, owner) : undefined;
}

/** The folder is its owner's alone: nobody else can make, change or remove a lock. */
function buildLockPath(resource: string): string {
  const folder = join(tmpdir(), `auxiliary-locks-${userInfo().uid}`);
  try {
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const { mode, uid } = lstatSync(folder);
    if (uid !== userInfo().uid || (mode & 0o077) !== 0) throw new Error("others may write to it");
  } catch (error) {
    throw lockFailed(folder, reasonOf(error));
  }
  return join(folder, createHash("sha256").update(resource).digest("hex").slice(0, 32));
}

/** A link to a finished file: a lock is never seen half-written, and only one of several processes can make it. */
function tryToTake(path: string, text: string): boolean {
  const draftPath = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draftPath, text, { mode: 0o600, flag: "wx" });
    linkSync(draftPath, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw lockFailed(path, reasonOf(error));
  } finally {
    rmSync(draftPath, { force: true });
  }
}

/**
 * Moved away before it is removed: what was moved may be another process' fresh lock by then, and goes back.
 *
 * @returns whether it was this process that removed the stale one
 */
function removeStale(path: string, stale: string): boolean {
  const movedPath = `${path}.${randomUUID()}`;
  try {
    renameSync(path, movedPath);
    if (readIfAny(movedPath) === stale) return true;
    linkSync(movedPath, path);
    return false;
  } catch {
    // Somebody else was faster: the next try sees what is there now.
    return false;
  } finally {
    rmSync(movedPath, { force: true });
  }
}

function giveBack(path: string, text: string): void {
  if (readIfAny(path) === text) rmSync(path, { force: true });
}

function readIfAny(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Undefined for what is no lock's text. */
function parseOwner(text: string): LockOwner | undefined {
  try {
    const { pid, startTicks, purpose, leftover }: Partial<LockOwner> = JSON.parse(text);
    if (!Number.isSafeInteger(pid) || pid === undefined || typeof startTicks !== "string") return undefined;
    return {
      pid,
      startTicks,
      purpose: String(purpose),
      leftover: typeof leftover === "string" ? leftover : undefined,
    };
  } catch {
    return undefined;
  }
}

function inUse(machine: string, { pid, purpose }: LockOwner): Problem {
  return analysisProblem(
    "AUX_MACHINE_IN_USE",
    `the machine ${machine} is in use by process ${pid}, for ${purpose}`,
  );
}

function lockFailed(path: string, reason: string): AuxiliaryError {
  return new AuxiliaryError(analysisProblem("AUX_MACHINE_LOCK_FAILED", `${path}: ${reason}`));
}
