import {
  choiceOption,
  declareOptions,
  flagOption,
  integerOption,
  type OptionsOf,
  textOption,
} from "@aux/core";
import { INTERFACE_ALLOWED, INTERFACE_PATTERN } from "./interface-name.ts";

/** The options of `[sniffer]`; the machine's own data wins where both name an interface. */
export const SNIFFER_OPTIONS = declareOptions({
  tcpdump: textOption({
    description: "Path of tcpdump. Default: the one on PATH, else in the sbin folders.",
  }),
  interface: textOption({
    description:
      "Network interface to record, unless the machine names its own. Default: any, which is every interface and cannot filter by MAC.",
    pattern: INTERFACE_PATTERN,
    allowed: INTERFACE_ALLOWED,
  }),
  bpf: textOption({
    description: "A pcap filter that packets must also match, for example: not arp.",
    taskMayOverride: true,
  }),
  snaplen: integerOption({
    description: "Bytes kept of each packet; 0 keeps it whole.",
    max: 262_144,
    unit: "bytes",
    default: 0,
  }),
  bufferSize: integerOption({
    description:
      "Kernel buffer; a larger one outlasts longer stalls of a busy host and takes that much memory.",
    min: 1,
    max: 1_048_576,
    unit: "KiB",
    default: 16_384,
  }),
  user: textOption({
    description: "User that tcpdump becomes once it captures (-Z). Default: what tcpdump itself does.",
    pattern: /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/,
    allowed: "a user's name",
  }),
  includeControlTraffic: flagOption({
    description: "Also keep the traffic with the machine's agent and with the result server.",
    default: false,
  }),
  waitForInterface: flagOption({
    description:
      "The interface is made with the machine and may go with it: wait for it after the start, and lose nothing when it is removed.",
    default: false,
  }),
  capture: choiceOption({
    description:
      "Who records: tcpdump on an interface, or QEMU itself (qemu: no root, no interface). auto: QEMU where the machine has a monitor and a network backend but no interface.",
    choices: ["auto", "tcpdump", "qemu"],
    default: "auto",
  }),
});

/** What `[sniffer]` sets, checked and converted. */
export type SnifferTcpdumpOptions = OptionsOf<typeof SNIFFER_OPTIONS>;
