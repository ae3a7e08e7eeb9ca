import { describe, expect, it } from "vitest";
import { parseInterfaceNames } from "./interface-check.ts";
import { INTERFACE_PATTERN } from "./interface-name.ts";

describe("parseInterfaceNames", () => {
  it("reads the names of the kernel's table, also one with a colon", () => {
    const table = [
      "Inter-|   Receive                            |  Transmit",
      " face |bytes    packets errs drop fifo frame |bytes    packets",
      "    lo:   90900    2000    0    0    0     0       90900    2000",
      "virbr0-nic:0 0 0",
      "eth0:1: 5 6 7",
      "",
    ].join("\n");
    expect(parseInterfaceNames(table)).toEqual(["lo", "virbr0-nic", "eth0:1"]);
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
