import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadKernelModules, parseDependencies } from "./kernel-modules.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "modules-"));
  writeFileSync(join(folder, "modules.builtin"), "kernel/drivers/input/evdev.ko\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function addModule(path: string, ...dependencies: readonly string[]): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `\x7fELF\0license=GPL\0depends=${dependencies.join(",")}\0name=x\0`);
}

function addUsualModules(): void {
  addModule("kernel/net/virtio_net.ko", "virtio_ring", "net-failover");
  addModule("kernel/net/net_failover.ko", "failover");
  addModule("kernel/net/failover.ko");
  addModule("kernel/virtio_pci.ko", "virtio_ring");
  addModule("kernel/virtio_ring.ko");
  addModule("kernel/char/virtio_console.ko", "virtio_ring");
  addModule("kernel/virtio_input.ko", "virtio_ring");
}

describe("loadKernelModules", () => {
  it("puts each module behind those it depends on, once, and leaves out what is built in", () => {
    addUsualModules();
    addModule("kernel/acpi/button.ko");
    const names = loadKernelModules(folder).map(({ fileName }) => fileName);
    expect(names).toEqual([
      "virtio_ring.ko",
      "virtio_pci.ko",
      "failover.ko",
      "net_failover.ko",
      "virtio_net.ko",
      "virtio_console.ko",
      "virtio_input.ko",
      "button.ko",
    ]);
  });

  it("names the module that the kernel package lacks", () => {
    addUsualModules();
    expect(() => loadKernelModules(folder)).toThrow("no module button");
  });

  it("does without a tablet where the kernel package has no driver for it", () => {
    addUsualModules();
    addModule("kernel/acpi/button.ko");
    rmSync(join(folder, "kernel/virtio_input.ko"));
    const names = loadKernelModules(folder).map(({ fileName }) => fileName);
    expect(names).toContain("button.ko");
    expect(names).not.toContain("virtio_input.ko");
  });

  it.each(["xz", "zstd"])("unpacks modules that the distribution has packed by %s", (program) => {
    addUsualModules();
    addModule("kernel/acpi/button.ko", "virtio_ring");
    const path = join(folder, "kernel/acpi/button.ko");
    const packed = execFileSync(program, ["-c", path]);
    writeFileSync(`${path}.${program === "xz" ? "xz" : "zst"}`, packed);
    const plain = readFileSync(path);
    rmSync(path);
    expect(loadKernelModules(folder).at(-1)).toEqual({ fileName: "button.ko", content: plain });
  });
});

describe("parseDependencies", () => {
  it("is empty for a module that depends on none, and for a file that is no module", () => {
    expect(parseDependencies(Buffer.from("x\0depends=\0y"))).toEqual([]);
    expect(parseDependencies(Buffer.from("nothing"))).toEqual([]);
  });
});
