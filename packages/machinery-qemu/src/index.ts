export { buildStableMac } from "./launch/stable-mac.ts";
export { QEMU_OPTIONS, type QemuOptions } from "./options/qemu-options.ts";
export { QemuMachinery, QemuMachinery as default } from "./qemu-machinery.ts";
export { QEMU_PROBLEMS } from "./qemu-problems.ts";
export { createSnapshot, type SnapshotRequest } from "./snapshot/create-snapshot.ts";
export type { BaseImage, MachineShape, SnapshotManifest } from "./snapshot/snapshot-manifest.ts";
