import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that `@aux/machinery-qemu` reports, each with its meaning and what to do about it. */
export const QEMU_PROBLEMS = {
  AUX_QEMU_NOTHING_TO_BOOT: {
    meaning: "The machine's section names neither a disk image nor a kernel.",
    remedy: "Set `image`, or `kernel` (with `initrd` and `append`), in the machine's section.",
  },
  AUX_QEMU_FILE_MISSING: {
    meaning: "A file that the machine is made of does not exist or cannot be read.",
    remedy: "Correct the path in the machine's section; relative ones begin at the folder of the run.",
  },
  AUX_QEMU_IMAGE_UNUSABLE: {
    meaning: "qemu-img cannot read the disk image, or cannot put a throw-away layer over it.",
    remedy:
      "Look at the image with `qemu-img info`, and whether there is space in the folder of temporary files.",
  },
  AUX_QEMU_IMAGE_IN_USE: {
    meaning: "Another program has the base image open for writing.",
    remedy:
      "Stop the machine that runs on the image itself; any number may run from it through this machinery.",
  },
  AUX_QEMU_KVM_UNUSABLE: {
    meaning: "The machine must run with KVM, and this host cannot do that.",
    remedy:
      "Load the kernel's kvm module and give yourself access to /dev/kvm (group kvm), or set `accel = auto`.",
  },
  AUX_QEMU_INTERFACE_MISSING: {
    meaning: "The machine's tap or bridge is not said, or is not there.",
    remedy: "Set `interface`, and make it before: `ip tuntap add dev NAME mode tap && ip link set NAME up`.",
  },
  AUX_QEMU_INTERFACE_UNUSABLE: {
    meaning: "QEMU could not attach the machine to its tap or bridge: another machine has it, or it may not.",
    remedy: "Stop what uses the tap, make it for your user (`ip tuntap add … user NAME`), or run as root.",
  },
  AUX_QEMU_SNAPSHOT_MISSING: {
    meaning: "There is no snapshot of that name.",
    remedy: "Correct `snapshot`, or make it: `machinery-qemu snapshot NAME --machine MACHINE`.",
  },
  AUX_QEMU_SNAPSHOT_MISMATCH: {
    meaning: "The machine is not made as it was when its snapshot was taken.",
    remedy: "Set the section back to what the message says, or make a new snapshot.",
  },
  AUX_QEMU_SNAPSHOT_EXISTS: {
    meaning: "There is a snapshot of that name already.",
    remedy: "Choose another name, or remove the snapshot's folder first.",
  },
  AUX_QEMU_SNAPSHOT_FAILED: {
    meaning: "QEMU could not write the snapshot.",
    remedy: "Look at the reason, and for free space where snapshots are kept.",
  },
  AUX_QEMU_DIED: {
    meaning: "QEMU ended although nobody had asked it to, and the guest had not powered off.",
    remedy: "See QEMU's last words, and logs/qemu.log in the analysis folder.",
  },
  AUX_QEMU_GUEST_PANIC: {
    meaning: "The guest's system panicked, which ended the machine.",
    remedy: "See the console; the results are those up to the panic.",
  },
  AUX_QEMU_POWERDOWN_IGNORED: {
    meaning: "The guest did not power off in time when it was asked to, and was switched off.",
    remedy: "Raise `powerdown_timeout`, or set it to 0 for a guest that does not know the power button.",
  },
  AUX_QEMU_KILLED: {
    meaning: "QEMU did not end when it was told to, and was killed.",
    remedy: "Look at logs/qemu.log in the analysis folder, and for a host or disk that hangs.",
  },
} as const satisfies ProblemCatalogue;

/** A problem of this catalogue. */
export const qemuProblem = problemFactory(QEMU_PROBLEMS);
