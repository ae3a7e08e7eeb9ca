import { resolve } from "node:path";
import { AuxiliaryError, type Machine, type Problem } from "@aux/core";
import { findKvmObstacle } from "./host/kvm-obstacle.ts";
import { MACHINE_TYPE, NETDEV_ID } from "./launch/build-arguments.ts";
import type { SocketPaths } from "./launch/socket-paths.ts";
import { buildStableMac } from "./launch/stable-mac.ts";
import type { QemuOptions } from "./options/qemu-options.ts";
import { loadSnapshot } from "./snapshot/snapshot-files.ts";
import type { SnapshotManifest } from "./snapshot/snapshot-manifest.ts";

/** What is decided about a machine before anything of it is made. */
export interface MachinePlan {
  readonly options: QemuOptions;
  /** Completed: sockets, address, backend. */
  readonly machine: Machine;
  readonly mac: string;
  readonly accel: "kvm" | "tcg";
  readonly machineType: string;
  readonly snapshot?: SnapshotManifest;
  /** What was found on the way, for `check()`. */
  readonly problems: readonly Problem[];
}

/** Decides; what is wrong is collected, and nothing is made. */
export function planMachine(machine: Machine, given: QemuOptions, sockets: SocketPaths): MachinePlan {
  const options = withAbsolutePaths(given);
  const { snapshot, problems } = findSnapshot(machine, options);
  const mac = snapshot?.mac ?? machine.mac ?? buildStableMac(machine.name);
  const accel = chooseAccel(options, snapshot);
  return {
    options,
    mac,
    accel,
    machineType: snapshot?.machineType ?? MACHINE_TYPE,
    ...(snapshot === undefined ? {} : { snapshot }),
    machine: completeMachine(machine, options, sockets, mac, accel),
    problems,
  };
}

function completeMachine(
  machine: Machine,
  options: QemuOptions,
  sockets: SocketPaths,
  mac: string,
  accel: string,
): Machine {
  return {
    ...machine,
    qmp: sockets.qmp,
    console: sockets.console,
    memory: options.memory,
    accel,
    ...(options.network === "none" ? {} : { mac, netdev: NETDEV_ID }),
    ...(options.display === "vnc" ? { vnc: sockets.vnc } : {}),
    ...(options.agent ? { agent: sockets.agent } : {}),
  };
}

/** A relative path would mean another file to whoever runs elsewhere. */
function withAbsolutePaths(options: QemuOptions): QemuOptions {
  const { image, kernel, initrd } = options;
  return {
    ...options,
    snapshots: resolve(options.snapshots),
    ...(image === undefined ? {} : { image: resolve(image) }),
    ...(kernel === undefined ? {} : { kernel: resolve(kernel) }),
    ...(initrd === undefined ? {} : { initrd: resolve(initrd) }),
  };
}

function findSnapshot(
  { snapshot: name }: Machine,
  { snapshots }: QemuOptions,
): { readonly snapshot?: SnapshotManifest; readonly problems: readonly Problem[] } {
  if (name === undefined) return { problems: [] };
  try {
    return { snapshot: loadSnapshot(snapshots, name), problems: [] };
  } catch (error) {
    if (!AuxiliaryError.is(error)) throw error;
    return { problems: error.problems };
  }
}

/** Where it may choose, a machine with a snapshot goes on with what the snapshot was made with. */
function chooseAccel({ accel }: QemuOptions, snapshot: SnapshotManifest | undefined): "kvm" | "tcg" {
  if (accel !== "auto") return accel;
  return snapshot?.accel ?? (findKvmObstacle() === undefined ? "kvm" : "tcg");
}
