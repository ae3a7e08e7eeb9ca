import {
  choiceOption,
  declareOptions,
  flagOption,
  integerOption,
  numberOption,
  type OptionsOf,
  textOption,
} from "@aux/core";
import { argumentListOption } from "./argument-list-option.ts";

/** The keys of a section with `machinery = qemu`, beside those of every machine. */
export const QEMU_OPTIONS = declareOptions({
  image: textOption({
    description: "Disk image to run from, in any format that QEMU knows. Never written to.",
  }),
  kernel: textOption({ description: "Linux kernel to boot, instead of or beside an image." }),
  initrd: textOption({ description: "The kernel's initial file system." }),
  append: textOption({ description: "The kernel's command line." }),
  snapshots: textOption({
    description: "Folder where snapshots are kept; several machines may run from one.",
    default: "storage/snapshots",
  }),
  memory: integerOption({
    description: "The machine's memory.",
    min: 16,
    max: 1_048_576,
    unit: "MiB",
    default: 512,
  }),
  cpus: integerOption({ description: "How many processors the machine has.", min: 1, max: 255, default: 1 }),
  accel: choiceOption({
    description: "What runs the guest's code: KVM, QEMU itself (tcg), or KVM where this host can (auto).",
    choices: ["auto", "kvm", "tcg"],
    default: "auto",
  }),
  network: choiceOption({
    description:
      "`user`: QEMU's own network, no rights needed; `tap` or `bridge`: the one that `interface` names; `none`.",
    choices: ["user", "tap", "bridge", "none"],
    default: "user",
  }),
  display: choiceOption({
    description: "`vnc`: a screen, on a private unix socket; `none`: no graphics card.",
    choices: ["vnc", "none"],
    default: "vnc",
  }),
  pointer: choiceOption({
    description:
      "`ps2`: a mouse that knows steps only; `usb`: beside it a tablet, which knows places; `virtio`: one for guests with that driver.",
    choices: ["ps2", "usb", "virtio"],
    default: "ps2",
  }),
  agent: flagOption({
    description: "Whether the machine has a virtio-serial port `agent`, on a private unix socket.",
    default: false,
  }),
  powerdownTimeout: timeoutOption(
    "How long the guest may take to power off when it is asked to; 0: do not ask.",
    10,
  ),
  quitTimeout: timeoutOption("How long QEMU may take to end when it is told to; then it is killed.", 5),
  qemu: textOption({ description: "Path of QEMU. Default: qemu-system-x86_64 on PATH." }),
  qemuImg: textOption({ description: "Path of qemu-img. Default: the one on PATH." }),
  extraArgs: argumentListOption("More arguments for QEMU, as a JSON array."),
});

/** What a section with `machinery = qemu` sets, checked and converted. */
export type QemuOptions = OptionsOf<typeof QEMU_OPTIONS>;

function timeoutOption(description: string, seconds: number) {
  return numberOption({ description, max: 3_600, unit: "seconds", default: seconds });
}
