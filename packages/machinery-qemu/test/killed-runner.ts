import { dirname, join } from "node:path";
import { resolveOptions } from "@aux/core";
import { QEMU_OPTIONS, QemuMachinery, type QemuOptions } from "../src/index.ts";
import { findQemuPid } from "./find-qemu-pid.ts";

/** Runs a machine from the given image, says QEMU's pid and where its sockets are, and waits to be killed. */
const [folder = "", image = ""] = process.argv.slice(2);

const given = { image, memory: 32, accel: "tcg", network: "none", snapshots: join(folder, "snapshots") };
const { options } = await resolveOptions(QEMU_OPTIONS, given, { section: "vm" });
const machinery = new QemuMachinery({
  machine: { name: "vm" },
  options: options as QemuOptions,
  analysisPath: join(folder, "analysis"),
  task: { id: "1" },
});
const signal = AbortSignal.timeout(30_000);
await machinery.prepare();
await machinery.revert(signal);
await machinery.start(signal);
console.log(findQemuPid(machinery.machine.qmp), dirname(machinery.machine.qmp ?? ""));
setInterval(() => {}, 1_000);
