import { accessSync, constants, statSync } from "node:fs";
import { AuxiliaryError, findExecutable, type Problem, reasonOf } from "@aux/core";
import { findOtherUse } from "../lock/take-machine.ts";
import type { MachinePlan } from "../machine-plan.ts";
import { qemuProblem } from "../qemu-problems.ts";
import { readBaseImage } from "../snapshot/snapshot-files.ts";
import { buildShape, listDifferences } from "../snapshot/snapshot-manifest.ts";
import { isWrittenTo } from "./image-writer.ts";
import { isInterfaceThere } from "./interface-exists.ts";
import { findKvmObstacle } from "./kvm-obstacle.ts";
import { findQemuImg, readImageFormat } from "./qemu-img.ts";

const INSTALL_HINT = "apt-get install --no-install-recommends qemu-system-x86";

/** The absolute path of QEMU. @throws AUX_TOOL_MISSING */
export function findQemu(given: string | undefined): string {
  return findExecutable(given ?? "qemu-system-x86_64", { installHint: INSTALL_HINT });
}

/** All that keeps a machine from running on this host. Nothing is started but qemu-img, which looks at the image. */
export async function checkHost(plan: MachinePlan): Promise<readonly Problem[]> {
  return [
    ...plan.problems,
    ...findToolProblems(plan),
    ...findFileProblems(plan),
    ...findAccelProblems(plan),
    ...findInterfaceProblems(plan),
    ...findMismatches(plan),
    ...findOwnerProblems(plan),
    ...(await findImageProblems(plan)),
  ];
}

function findToolProblems({ options }: MachinePlan): readonly Problem[] {
  return problemsOf(() => findQemu(options.qemu));
}

function findFileProblems({ options, machine }: MachinePlan): Problem[] {
  if (options.image === undefined && options.kernel === undefined) {
    const message = `the machine ${machine.name} has neither image nor kernel`;
    return [qemuProblem("AUX_QEMU_NOTHING_TO_BOOT", message, { at: { key: "image" } })];
  }
  return (["image", "kernel", "initrd"] as const).flatMap((key) => {
    const path = options[key];
    const reason = path === undefined ? undefined : findUnreadable(path);
    if (path === undefined || reason === undefined) return [];
    const message = `the ${key} ${path} of the machine ${machine.name} cannot be read: ${reason}`;
    return [qemuProblem("AUX_QEMU_FILE_MISSING", message, { at: { key, value: path } })];
  });
}

function findUnreadable(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isDirectory() ? "it is a folder" : undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function findAccelProblems({ accel, machine, snapshot }: MachinePlan): Problem[] {
  const obstacle = accel === "kvm" ? findKvmObstacle() : undefined;
  if (obstacle === undefined) return [];
  const why = snapshot?.accel === "kvm" ? ", as its snapshot was made" : "";
  const message = `the machine ${machine.name} is to run with KVM${why}: ${obstacle}`;
  return [qemuProblem("AUX_QEMU_KVM_UNUSABLE", message, { at: { key: "accel", value: "kvm" } })];
}

function findInterfaceProblems({ options: { network }, machine }: MachinePlan): Problem[] {
  if (network !== "tap" && network !== "bridge") return [];
  const { name, interface: given } = machine;
  if (given !== undefined && isInterfaceThere(given)) return [];
  const what = given === undefined ? "is not said" : `${given} is not there`;
  const message = `the ${network} of the machine ${name} ${what}`;
  const value = given === undefined ? {} : { value: given };
  return [qemuProblem("AUX_QEMU_INTERFACE_MISSING", message, { at: { key: "interface", ...value } })];
}

function findMismatches({ options, machine, snapshot }: MachinePlan): Problem[] {
  if (snapshot === undefined) return [];
  const differences = [...listDifferences(buildShape(options), snapshot.shape)];
  if (machine.mac !== undefined && machine.mac !== snapshot.mac)
    differences.push(`mac is ${machine.mac}, was ${snapshot.mac}`);
  if (options.accel !== "auto" && options.accel !== snapshot.accel)
    differences.push(`accel is ${options.accel}, was ${snapshot.accel}`);
  differences.push(...listImageDifferences(options.image, snapshot.image));
  if (differences.length === 0) return [];
  const message = `the machine ${machine.name} is not as in its snapshot ${snapshot.name}: ${differences.join("; ")}`;
  return [
    qemuProblem("AUX_QEMU_SNAPSHOT_MISMATCH", message, { at: { key: "snapshot", value: snapshot.name } }),
  ];
}

function listImageDifferences(
  path: string | undefined,
  then: { path: string; bytes: number; mtimeMs: number } | undefined,
): string[] {
  if (path === undefined || then === undefined || findUnreadable(path) !== undefined) return [];
  if (path !== then.path) return [`image is ${path}, was ${then.path}`];
  const now = readBaseImage(path);
  const isSame = now.bytes === then.bytes && now.mtimeMs === then.mtimeMs;
  return isSame ? [] : [`image ${path} was changed since`];
}

function findOwnerProblems({ machine, options }: MachinePlan): readonly Problem[] {
  return findOtherUse({ machine: machine.name, snapshotsPath: options.snapshots });
}

async function findImageProblems({ options: { image, qemuImg } }: MachinePlan): Promise<readonly Problem[]> {
  if (image === undefined || findUnreadable(image) !== undefined) return [];
  if (isWrittenTo(image))
    return [qemuProblem("AUX_QEMU_IMAGE_IN_USE", `another QEMU has the image ${image} open for writing`)];
  try {
    await readImageFormat(findQemuImg(qemuImg), image);
    return [];
  } catch (error) {
    if (AuxiliaryError.is(error)) return error.problems;
    throw error;
  }
}

function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
    return [];
  } catch (error) {
    if (AuxiliaryError.is(error)) return error.problems;
    throw error;
  }
}
