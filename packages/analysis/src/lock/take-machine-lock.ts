import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import {
  AuxiliaryError,
  findLockOwner,
  type Journal,
  type LockOwner,
  type Problem,
  type Recovery,
  reasonOf,
  type TakenLock,
  takeLockFile,
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
  /** Where the lock is written down, so that `auxiliary recover` gives it back after this process was killed. */
  readonly journal?: Journal | undefined;
}

/** A machine that this process has. */
export interface MachineLock {
  /** Gives it back; may be called twice. */
  release(): void;
  /** For what is only to be undone while nobody else has taken the machine. */
  readonly onlyIf: NonNullable<Recovery["onlyIf"]>;
}

/**
 * Takes a machine for this process, among all processes of this user on this host. A lock whose owner is gone counts
 * for nothing.
 *
 * @throws AUX_MACHINE_IN_USE, AUX_MACHINE_LOCK_FAILED
 */
export function takeMachineLock(request: MachineLockRequest): MachineLock {
  const { machine, journal, clear } = request;
  const { path, text, leftovers, release } = takeOrThrow(request);
  for (const leftover of leftovers) clear?.(leftover);
  const onlyIf = { file: path, holds: text };
  const acquired = { what: `the lock of the machine ${machine}`, recover: { remove: path, onlyIf } };
  const noteRelease = journal?.addAcquired(acquired);
  return {
    onlyIf,
    release: () => {
      release();
      noteRelease?.();
    },
  };
}

/**
 * Whether another process has the machine, without taking it.
 *
 * @returns AUX_MACHINE_IN_USE, with who has it
 * @throws AUX_MACHINE_LOCK_FAILED
 */
export function findMachineInUse({ resource, machine }: LockedMachine): Problem | undefined {
  const owner = findLockOwner(buildLockPath(resource));
  return owner === undefined ? undefined : inUse(machine, owner);
}

function takeOrThrow({ resource, machine, purpose, leftover }: MachineLockRequest): TakenLock {
  const path = buildLockPath(resource);
  const attempt = tryOrThrow(path, () => takeLockFile(path, { purpose, leftover }));
  if ("owner" in attempt) throw new AuxiliaryError(inUse(machine, attempt.owner));
  return attempt.lock;
}

/** The folder is its owner's alone: nobody else can make, change or remove a lock. */
function buildLockPath(resource: string): string {
  const folder = join(tmpdir(), `auxiliary-locks-${userInfo().uid}`);
  tryOrThrow(folder, () => {
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const { mode, uid } = lstatSync(folder);
    if (uid !== userInfo().uid || (mode & 0o077) !== 0) throw new Error("others may write to it");
  });
  return join(folder, createHash("sha256").update(resource).digest("hex").slice(0, 32));
}

function tryOrThrow<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    const problem = analysisProblem("AUX_MACHINE_LOCK_FAILED", `${path}: ${reasonOf(error)}`);
    throw new AuxiliaryError(problem, { cause: error });
  }
}

function inUse(machine: string, { pid, purpose }: LockOwner): Problem {
  return analysisProblem(
    "AUX_MACHINE_IN_USE",
    `the machine ${machine} is in use by process ${pid}, for ${purpose}`,
  );
}
