/**
 * What may name an interface. Nothing that begins with a dash, which would be an option of tcpdump, and not digits
 * alone, which tcpdump takes as a place in its own list (`-i 1` records some other interface).
 */
export const INTERFACE_PATTERN = /^(?![0-9]+$)[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,31}$/;

/** `INTERFACE_PATTERN` for a person. */
export const INTERFACE_ALLOWED =
  "an interface's name: letters, digits and _ . : @ -, not digits alone, 32 at most";

/** The pseudo-interface of libpcap that is all interfaces at once. */
export const ANY_INTERFACE = "any";

/** The loopback interface. */
export const LOOPBACK_INTERFACE = "lo";

/** The loopback's number: the same in every network namespace (`LOOPBACK_IFINDEX` in the Linux kernel). */
export const LOOPBACK_INDEX = 1;

/** False where frames carry no Ethernet address that could tell machines apart. */
export function hasEthernetAddresses(interfaceName: string): boolean {
  return interfaceName !== ANY_INTERFACE && interfaceName !== LOOPBACK_INTERFACE;
}
