import { describe, expect, it } from "vitest";
import { explainExit } from "./explain-exit.ts";

const exit = (...lastWords: readonly string[]) => ({ code: 1, signal: null, lastWords });

describe("explainExit", () => {
  it.each([
    [
      "AUX_QEMU_INTERFACE_UNUSABLE",
      "qemu-system-x86_64: -netdev tap,id=net0,ifname=t0: could not configure /dev/net/tun (t0): Device or resource busy",
    ],
    [
      "AUX_QEMU_INTERFACE_UNUSABLE",
      "qemu-system-x86_64: -netdev tap,id=net0: could not open /dev/net/tun: Permission denied",
    ],
    [
      "AUX_QEMU_INTERFACE_UNUSABLE",
      "qemu-system-x86_64: -netdev bridge,id=net0,br=br0: bridge helper failed",
    ],
    ["AUX_QEMU_IMAGE_IN_USE", 'qemu-system-x86_64: -drive file=d.qcow2: Failed to get shared "write" lock'],
    ["AUX_QEMU_SNAPSHOT_MISMATCH", "qemu-system-x86_64: load of migration failed: Invalid argument"],
    ["AUX_QEMU_KVM_UNUSABLE", "qemu-system-x86_64: failed to initialize kvm: No such file or directory"],
    ["AUX_QEMU_DIED", "Segmentation fault"],
  ])("finds %s in QEMU's words", (code, words) => {
    const problem = explainExit("vm", exit("first", words));
    expect(problem).toMatchObject({ code, lastWords: ["first", words] });
    expect(problem.message).toContain(words);
  });

  it("says how QEMU ended when it said nothing", () => {
    const killed = { code: null, signal: "SIGKILL" as const, lastWords: [] };
    expect(explainExit("vm", killed).message).toBe("QEMU of the machine vm ended by SIGKILL");
  });
});
