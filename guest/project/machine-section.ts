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
  readonly keys?: MachineKeys;
}

/** Keys of a section of `conf/machines.conf`. */
export type MachineKeys = Readonly<Record<string, string | number>>;

const MEMORY_MIB = 128;

/** The section of one machine: it boots the guest with a network card in the lab. */
export function buildMachineSection(machine: GuestMachine, guest: Guest, lab: Lab): string {
  const keys = Object.entries(buildMachineKeys(machine, guest, lab));
  return [`[${machine.name}]`, ...keys.map(([key, value]) => `${key} = ${quote(value)}`), ""].join("\n");
}

/** The same as keys and values. */
export function buildMachineKeys(machine: GuestMachine, guest: Guest, lab: Lab): MachineKeys {
  const { name, index, words = [], keys = {} } = machine;
  const address = lab.guests[index];
  if (address === undefined) throw new Error(`the lab has no guest ${index}`);
  const commandLine = ["console=ttyS0", "quiet", ...lab.buildGuestWords(name), ...lab.buildIpv6Words(index)];
  return {
    machinery: "qemu",
    kernel: guest.kernelPath,
    initrd: guest.initrdPath,
    append: [...commandLine, ...words].join(" "),
    memory: MEMORY_MIB,
    network: address.interface === undefined ? "user" : "tap",
    ...(address.interface === undefined ? {} : { interface: address.interface }),
    mac: address.mac,
    ip: address.ip,
    ...keys,
  };
}

/** A value that may hold blanks, `;`, `#` or `=` goes in quotes. */
function quote(value: string | number): string {
  return typeof value === "string" && /[^\w.:/-]/.test(value) ? JSON.stringify(value) : String(value);
}
