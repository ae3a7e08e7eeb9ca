import type { Guest } from "../build-guest.ts";
import type { Lab } from "../lab/lab.ts";

/** A machine of the lab, as `conf/machines.conf` has it. */
export interface GuestMachine {
  /** The section's name, and the guest's own. */
  readonly name: string;
  /** Which of the lab's guests it is. */
  readonly index: number;
  /** More words for the kernel's command line: see guest/README.md. */
  readonly words?: readonly string[];
  /** More keys of the section. */
  readonly keys?: Readonly<Record<string, string | number>>;
}

const MEMORY_MIB = 128;

/** The section of one machine: it boots the guest with a network card in the lab. */
export function buildMachineSection(machine: GuestMachine, guest: Guest, lab: Lab): string {
  const { name, index, words = [], keys = {} } = machine;
  const address = lab.guests[index];
  if (address === undefined) throw new Error(`the lab has no guest ${index}`);
  const commandLine = ["console=ttyS0", "quiet", ...lab.buildGuestWords(name), ...lab.buildIpv6Words(index)];
  const section = {
    machinery: "qemu",
    kernel: quote(guest.kernelPath),
    initrd: quote(guest.initrdPath),
    append: quote([...commandLine, ...words].join(" ")),
    memory: MEMORY_MIB,
    network: address.interface === undefined ? "user" : "tap",
    ...(address.interface === undefined ? {} : { interface: address.interface }),
    mac: address.mac,
    ip: address.ip,
    ...keys,
  };
  const lines = Object.entries(section).map(([key, value]) => `${key} = ${value}`);
  return [`[${name}]`, ...lines, ""].join("\n");
}

/** A value that may hold blanks, `;`, `#` or `=`. */
function quote(value: string): string {
  return JSON.stringify(value);
}
