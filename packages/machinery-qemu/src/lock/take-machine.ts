import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { findMachineInUse, type MachineLock, takeMachineLock } from "@aux/analysis";
import type { Journal, Problem } from "@aux/core";
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
  readonly journal?: Journal | undefined;
}

/**
 * Takes a machine for this process.
 *
 * @throws AUX_MACHINE_IN_USE, AUX_MACHINE_LOCK_FAILED
 */
export function takeMachine({ purpose, folder, journal, ...name }: TakeRequest): MachineLock {
  return takeMachineLock({ ...lockedMachine(name), purpose, journal, leftover: folder, clear: clearFolder });
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
