/** Where a guest of the lab is found. */
export interface GuestAddress {
  readonly mac: string;
  readonly ip: string;
  readonly ip6: string;
  /** Its tap on this host; undefined with a user-mode network. */
  readonly interface?: string;
}

/** The lab's own side of the cable. Private addresses: RFC 1918 and RFC 4193. */
export const BRIDGE = { name: "lab0", ip: "10.99.0.1", ip6: "fd99::1", prefix: 24, prefix6: 64 } as const;

const FIRST_HOST = 15;

/** The address of guest 0, 1, … on a tap of its own. */
export function guestAddress(index: number): GuestAddress {
  const host = FIRST_HOST + index;
  return {
    mac: `52:54:00:99:00:${host.toString(16).padStart(2, "0")}`,
    ip: `10.99.0.${host}`,
    ip6: `fd99::${host}`,
    interface: `tap${index}`,
  };
}

/** What QEMU's user-mode network gives its only guest, by its own DHCP server (QEMU: -netdev user). */
export const USER_MODE = { guest: "10.0.2.15", host: "10.0.2.2" } as const;
