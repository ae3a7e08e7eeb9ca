import { describe, expect, it } from "vitest";
import { INTERFACE_PATTERN } from "./interface-name.ts";
import { parseInterfaceTable } from "./interface-table.ts";

describe("parseInterfaceTable", () => {
  it("reads names and packets of the kernel's table, also a name with a colon", () => {
    const table = [
      "Inter-|   Receive                            |  Transmit",
      " face |bytes    packets errs drop fifo frame |bytes    packets",
      "    lo:   90900    2000    0    0    0     0          0         0    90900    2001    0    0    0     0       0          0",
      "virbr0-nic:0 0 0",
      "eth0:1: 5 6 7 0 0 0 0 0 9 8 0 0 0 0 0 0",
      "",
    ].join("\n");
    expect(parseInterfaceTable(table)).toEqual([
      { name: "lo", received: 2000, sent: 2001 },
      { name: "virbr0-nic", received: 0, sent: 0 },
      { name: "eth0:1", received: 6, sent: 8 },
    ]);
  });
});

describe("INTERFACE_PATTERN", () => {
  it("allows names that interfaces have", () => {
    for (const name of ["eth0", "any", "vnet12", "br-3f2a", "eth0.100", "eth0:1", "v0@if2", "2net"]) {
      expect(name).toMatch(INTERFACE_PATTERN);
    }
  });

  it("refuses options, places in tcpdump's list, and anything with spaces", () => {
    for (const name of ["-w", "--help", "1", "007", "", "eth0 ", "a/b", "é0", "x".repeat(33), "eth0\n"]) {
      expect(name).not.toMatch(INTERFACE_PATTERN);
    }
  });
});
