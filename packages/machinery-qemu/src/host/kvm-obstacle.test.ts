import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-machine.ts";
import { findKvmObstacle } from "./kvm-obstacle.ts";

function host(flags: string) {
  const folder = temporaryFolder();
  const places = { cpuinfo: join(folder, "cpuinfo"), device: join(folder, "kvm") };
  writeFileSync(places.cpuinfo, `processor\t: 0\nflags\t\t: fpu ${flags} sse2\nbugs\t\t: svmless\n`);
  return places;
}

describe("KVM", () => {
  it.each(["vmx", "svm"])("is usable with %s and a device that can be opened", (flag) => {
    const places = host(flag);
    writeFileSync(places.device, "");
    expect(findKvmObstacle(places)).toBeUndefined();
  });

  it("is not usable without the processor's extensions, although there is a device", () => {
    const places = host("hypervisor");
    writeFileSync(places.device, "");
    expect(findKvmObstacle(places)).toBe("the processor offers neither vmx nor svm");
  });

  it("is not usable without a device", () => {
    expect(findKvmObstacle(host("vmx"))).toMatch(/ENOENT/);
  });
});
