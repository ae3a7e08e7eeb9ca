import { describe, expect, it } from "vitest";
import { resolvedOptions } from "../../test/temporary-machine.ts";
import { buildArguments, escapeValue, type Launch } from "./build-arguments.ts";
import { chooseSocketPaths } from "./socket-paths.ts";

async function argumentsOf(given: Readonly<Record<string, unknown>> = {}, launch: Partial<Launch> = {}) {
  const sockets = {
    ...chooseSocketPaths(),
    monitor: "/t/monitor",
    serial: "/t/serial",
    vnc: "/t/vnc",
    agent: "/t/agent",
  };
  const options = await resolvedOptions(given);
  const mac = "52:54:00:00:00:01";
  return buildArguments({
    name: "vm",
    options,
    sockets,
    mac,
    accel: "tcg",
    machineType: "pc",
    isIncoming: false,
    ...launch,
  });
}

/** The value after an option. */
const valueAfter = (args: readonly string[], option: string) => args[args.indexOf(option) + 1];

describe("QEMU's arguments", () => {
  it("always start it paused, with nothing that was not asked for", async () => {
    const args = await argumentsOf(
      { memory: 256, cpus: 2, display: "none" },
      { machineType: "pc-i440fx-7.2", accel: "kvm" },
    );
    expect(args.join(" ")).toBe(
      "-nodefaults -no-user-config -S -name vm -machine pc-i440fx-7.2 -accel kvm -m 256 -smp 2 -display none " +
        "-qmp unix:/t/monitor,server=on,wait=off -chardev socket,id=console,path=/t/serial,server=on,wait=off " +
        "-serial chardev:console -vga none",
    );
  });

  it("keep a comma in a value a part of it", async () => {
    expect(escapeValue("a,b,,c")).toBe("a,,b,,,,c");
    const args = await argumentsOf({}, { name: "x,debug-threads=on", diskPath: "/t/a,snapshot=on.qcow2" });
    expect(valueAfter(args, "-name")).toBe("x,,debug-threads=on");
    expect(valueAfter(args, "-drive")).toBe("file=/t/a,,snapshot=on.qcow2,format=qcow2,if=ide,cache=unsafe");
  });

  it.each([
    ["user", "user,id=net0"],
    ["tap", "tap,id=net0,ifname=t,,0,script=no,downscript=no"],
    ["bridge", "bridge,id=net0,br=t,,0"],
  ])("attach the machine to its network: %s", async (network, backend) => {
    const args = await argumentsOf({ network }, { interface: "t,0" });
    expect(valueAfter(args, "-netdev")).toBe(backend);
    expect(args).toContain("virtio-net-pci,netdev=net0,mac=52:54:00:00:00:01");
  });

  it("hand on a kernel, its words as one argument", async () => {
    const args = await argumentsOf({ kernel: "/k", initrd: "/i,1", append: 'a "b" $(c), -S' });
    expect([valueAfter(args, "-kernel"), valueAfter(args, "-initrd")]).toEqual(["/k", "/i,1"]);
    expect(valueAfter(args, "-append")).toBe('a "b" $(c), -S');
  });

  it.each([
    ["usb", ["-usb", "-device", "usb-tablet"]],
    ["virtio", ["-device", "virtio-tablet-pci"]],
  ])("add a tablet behind all other devices of ours: pointer = %s", async (pointer, devices) => {
    const args = await argumentsOf({ pointer, extraArgs: '["-device", "pvpanic"]' });
    expect(args.slice(-2 - devices.length, -2)).toEqual(devices);
  });

  it("give a screen, an agent's port, a snapshot's state and extra arguments where asked for", async () => {
    const args = await argumentsOf(
      { agent: true, extraArgs: '["-device", "pvpanic"]' },
      { isIncoming: true },
    );
    expect(valueAfter(args, "-vnc")).toBe("unix:/t/vnc");
    expect(args).toContain("socket,id=agent,path=/t/agent,server=on,wait=off");
    expect(args.slice(-4)).toEqual(["-device", "pvpanic", "-incoming", "fd:0"]);
  });
});
