import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { findMachineInUse, takeMachineLock } from "@aux/analysis";
import type { Problem } from "@aux/core";
import { isPrivateFolder } from "../launch/socket-paths.ts";

/** A machine: its name, and the folder of its project's snapshots. */
export interface QemuMachineName {
  readonly machine: string;
  readonly snapshotsPath: string;
}

export interface TakeRequest extends QemuMachineName {
  /** For whoever finds the machine in use: the analysis folder. */
  readonly purpose: string;
  /** Where the machine's sockets and throw-away files will be: whoever takes it after a killed process removes them. */
  readonly folder: string;
}

/**
 * Takes a machine for this process.
 *
 * @returns how to give it back
 * @throws AUX_MACHINE_IN_USE, AUX_MACHINE_LOCK_FAILED
 */
export function takeMachine({ purpose, folder, ...name }: TakeRequest): () => void {
  return takeMachineLock({ ...lockedMachine(name), purpose, leftover: folder, clear: clearFolder });
}

/** AUX_MACHINE_IN_USE when another process has the machine. @throws AUX_MACHINE_LOCK_FAILED */
export function findOtherUse(name: QemuMachineName): readonly Problem[] {
  const problem = findMachineInUse(lockedMachine(name));
  return problem === undefined ? [] : [problem];
}

/** A machine is told by its name and its project. */
function lockedMachine({ machine, snapshotsPath }: QemuMachineName) {
  return { resource: `qemu ${resolve(snapshotsPath)}\0${machine}`, machine };
}

function clearFolder(path: string): void {
  if (isPrivateFolder(path)) rmSync(path, { recursive: true, force: true });
}
