import { isIP } from "node:net";
import { declareOptions, integerOption, type Option, textOption } from "@aux/core";

/** The keys that every section of `conf/machines.conf` takes, whatever the machinery. */
export const MACHINE_OPTIONS = declareOptions({
  machinery: textOption({
    description: "Which machinery drives the machine. `process`: the analysed command is the machine.",
    pattern: /^[a-z][a-z0-9-]{0,63}$/,
    allowed: "a machinery's name: lower-case letters, digits and dashes",
  }),
  ip: addressOption("The machine's address inside the analysis network."),
  mac: macOption("The machine's Ethernet address; the sniffer tells its traffic by it."),
  interface: textOption({
    description: "Network interface of this host that all the machine's traffic crosses.",
    pattern: /^(?![0-9]+$)[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,31}$/,
    allowed: "an interface's name: letters, digits and _ . : @ -, not digits alone, no - first, 32 at most",
  }),
  snapshot: textOption({
    description: "The snapshot to which the machine is reverted.",
    pattern: /^[A-Za-z0-9_][A-Za-z0-9_. -]{0,127}$/,
    allowed: "letters, digits, `_`, `.`, `-` and spaces, beginning with a letter, digit or `_`",
  }),
  agentPort: portOption("Port of the agent inside the guest: control traffic, which the sniffer leaves out."),
  resultServerIp: addressOption(
    "Where the agent sends its results: control traffic, which the sniffer leaves out.",
  ),
  resultServerPort: portOption("Port of the result server."),
});

function addressOption(description: string): Option<string | undefined> {
  return {
    ...textOption({ description }),
    allowed: "an IPv4 or IPv6 address",
    parse: (raw) => (typeof raw === "string" && isIP(raw) !== 0 && !raw.includes("%") ? raw : undefined),
  };
}

/** Lower-case letters in the value, whatever was written: two spellings of one address are one address. */
function macOption(description: string): Option<string | undefined> {
  const isMac = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
  return {
    ...textOption({ description }),
    allowed: "an Ethernet address such as 52:54:00:12:34:56",
    parse: (raw) => (typeof raw === "string" && isMac.test(raw) ? raw.toLowerCase() : undefined),
  };
}

function portOption(description: string): Option<number | undefined> {
  return integerOption({ description, min: 1, max: 65_535 });
}
