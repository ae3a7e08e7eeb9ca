import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isAlive, ownIdentity, type ProcessIdentity } from "./process-identity.ts";

/** Who has a lock, and what for. */
export interface LockOwner extends ProcessIdentity {
  /** For whoever finds it taken. */
  readonly purpose: string;
  /** What the owner leaves on the host if it is killed; handed to whoever takes the lock after it. */
  readonly leftover?: string | undefined;
}

/** A lock that this process has. */
export interface TakenLock {
  readonly path: string;
  /** All that stands in the file; unique, so the file holds it only while the lock is this one. */
  readonly text: string;
  /** What a killed owner had left. */
  readonly leftovers: readonly string[];
  /** Gives it back; may be called twice. */
  readonly release: () => void;
}

const TRIES = 5;

/**
 * Takes a lock: a file that says who has it. One whose owner is gone counts for nothing. The folder must be this user's
 * alone.
 *
 * @returns the lock, or who has it; throws when the file cannot be made
 */
export function takeLockFile(
  path: string,
  details: Pick<LockOwner, "purpose" | "leftover">,
): { readonly lock: TakenLock } | { readonly owner: LockOwner } {
  const text = JSON.stringify({ ...ownIdentity(), ...details, token: randomUUID() });
  const leftovers: string[] = [];
  for (let tries = 0; tries < TRIES; tries++) {
    if (tryToTake(path, text))
      return { lock: { path, text, leftovers, release: () => giveBack(path, text) } };
    const found = readIfAny(path);
    if (found === undefined) continue;
    const owner = parseOwner(found);
    if (owner !== undefined && isAlive(owner)) return { owner };
    if (removeStale(path, found) && owner?.leftover !== undefined) leftovers.push(owner.leftover);
  }
  throw new Error("other processes take and give it back all the time");
}

/** Who has a lock; undefined when nobody has. */
export function findLockOwner(path: string): LockOwner | undefined {
  const owner = parseOwner(readIfAny(path) ?? "");
  return owner !== undefined && isAlive(owner) ? owner : undefined;
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
    throw error;
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
