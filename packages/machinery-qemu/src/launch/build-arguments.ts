import type { QemuOptions } from "../options/qemu-options.ts";
import type { SocketPaths } from "./socket-paths.ts";

/** QEMU's id of the machine's network backend. */
export const NETDEV_ID = "net0";
/** The machine type of a machine without snapshot. */
export const MACHINE_TYPE = "pc";

/** One QEMU to be started. */
export interface Launch {
  readonly name: string;
  readonly options: QemuOptions;
  readonly sockets: SocketPaths;
  readonly mac: string;
  /** Tap or bridge. */
  readonly interface?: string | undefined;
  readonly accel: "kvm" | "tcg";
  /** A snapshot needs the very machine type that it was made with; `pc` is another one in each version of QEMU. */
  readonly machineType: string;
  /** The throw-away layer over the base image. */
  readonly diskPath?: string | undefined;
  /** True: the state of a snapshot comes on standard input. */
  readonly isIncoming: boolean;
}

/** QEMU's arguments. It always starts paused (`-S`). Source: qemu(1). */
export function buildArguments(launch: Launch): readonly string[] {
  const { options, sockets } = launch;
  return [
    "-nodefaults",
    "-no-user-config",
    "-S",
    ...buildBasics(launch),
    ...buildConsole(sockets),
    ...buildScreen(launch),
    ...buildAgent(launch),
    ...buildKernel(options),
    ...buildDisk(launch),
    ...buildNetwork(launch),
    ...buildPointer(options),
    ...options.extraArgs,
    ...(launch.isIncoming ? ["-incoming", "fd:0"] : []),
  ];
}

function buildBasics({ name, machineType, accel, options, sockets }: Launch): string[] {
  const { memory, cpus } = options;
  const monitor = `unix:${escapeValue(sockets.monitor)},server=on,wait=off`;
  return [
    ...pair("-name", escapeValue(name)),
    ...pair("-machine", machineType),
    ...pair("-accel", accel),
    ...pair("-m", String(memory)),
    ...pair("-smp", String(cpus)),
    ...pair("-display", "none"),
    ...pair("-qmp", monitor),
  ];
}

/** Nothing when there is no value. */
function pair(option: string, value: string | undefined): string[] {
  return value === undefined ? [] : [option, value];
}

/** A comma ends a value in QEMU's options; two are one of the value's own. */
export function escapeValue(value: string): string {
  return value.replaceAll(",", ",,");
}

function buildConsole(sockets: SocketPaths): string[] {
  const chardev = `socket,id=console,path=${escapeValue(sockets.serial)},server=on,wait=off`;
  return ["-chardev", chardev, "-serial", "chardev:console"];
}

function buildScreen({ options, sockets }: Launch): string[] {
  if (options.display === "none") return ["-vga", "none"];
  return ["-vga", "std", "-vnc", `unix:${escapeValue(sockets.vnc)}`];
}

function buildAgent({ options, sockets }: Launch): string[] {
  if (!options.agent) return [];
  const chardev = `socket,id=agent,path=${escapeValue(sockets.agent)},server=on,wait=off`;
  const port = "virtserialport,chardev=agent,name=agent";
  return ["-device", "virtio-serial-pci", "-chardev", chardev, "-device", port];
}

function buildKernel({ kernel, initrd, append }: QemuOptions): string[] {
  return [...pair("-kernel", kernel), ...pair("-initrd", initrd), ...pair("-append", append)];
}

function buildDisk({ diskPath }: Launch): string[] {
  if (diskPath === undefined) return [];
  return ["-drive", `file=${escapeValue(diskPath)},format=qcow2,if=ide,cache=unsafe`];
}

function buildNetwork({ options, mac, interface: name = "" }: Launch): string[] {
  const backends = {
    none: [],
    user: [`user,id=${NETDEV_ID}`],
    tap: [`tap,id=${NETDEV_ID},ifname=${escapeValue(name)},script=no,downscript=no`],
    bridge: [`bridge,id=${NETDEV_ID},br=${escapeValue(name)}`],
  };
  const device = `virtio-net-pci,netdev=${NETDEV_ID},mac=${mac}`;
  return backends[options.network].flatMap((backend) => ["-netdev", backend, "-device", device]);
}

/** The PS/2 mouse is always there. Behind all other devices: none gets another place on its bus through it. */
function buildPointer({ pointer }: QemuOptions): string[] {
  const devices = {
    ps2: [],
    usb: ["-usb", "-device", "usb-tablet"],
    virtio: ["-device", "virtio-tablet-pci"],
  };
  return devices[pointer];
}
