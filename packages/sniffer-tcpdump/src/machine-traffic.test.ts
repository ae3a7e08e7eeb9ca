import { AuxiliaryError } from "@aux/core";
import { describe, expect, it } from "vitest";
import { parseMachineTraffic } from "./machine-traffic.ts";

describe("parseMachineTraffic", () => {
  it("takes what a machine names, and a result server only with address and port", () => {
    const machine = {
      name: "vm",
      mac: "AA:bb:cc:dd:ee:0F",
      ip: "fd77::2",
      interface: "vnet0",
      agentPort: 8000,
    };
    const taken = { mac: "aa:bb:cc:dd:ee:0f", ip: "fd77::2", interface: "vnet0", agentPort: 8000 };
    expect(parseMachineTraffic({ ...machine, resultServerIp: "10.0.0.1" })).toEqual(taken);
    expect(parseMachineTraffic({ ...machine, resultServerIp: "10.0.0.1", resultServerPort: 2042 })).toEqual({
      ...taken,
      resultServer: { ip: "10.0.0.1", port: 2042 },
    });
    expect(parseMachineTraffic({ name: "vm" })).toEqual({});
  });

  const hostile: readonly (readonly [string, unknown])[] = [
    ["mac", "aa:bb:cc:dd:ee:ff or arp"],
    ["mac", "aa:bb:cc:dd:ee:ff\n"],
    ["mac", "aa-bb-cc-dd-ee-ff"],
    ["mac", 5],
    ["ip", "10.0.0.1 or host 10.0.0.2"],
    ["ip", "fe80::1%eth0"],
    ["ip", "010.0.0.1"],
    ["ip", "evil.example"],
    ["ip", ["10.0.0.1"]],
    ["interface", "-w"],
    ["interface", "eth0 -w /etc/passwd"],
    ["interface", "1"],
    ["interface", ""],
    ["interface", "eth0\n"],
    ["agentPort", 0],
    ["agentPort", 65_536],
    ["agentPort", 80.5],
    ["agentPort", "80 or tcp"],
    ["resultServerIp", "10.0.0.1)"],
    ["resultServerPort", Number.NaN],
  ];
  for (const [key, value] of hostile) {
    it(`refuses ${key} ${JSON.stringify(value)}`, () => {
      expect(() => parseMachineTraffic({ name: "vm", [key]: value })).toThrow(
        expect.objectContaining({
          code: "AUX_SNIFFER_MACHINE_INVALID",
          message: expect.stringContaining(`machine vm: ${key} is`),
        }),
      );
    });
  }

  it("names all faults at once", () => {
    try {
      parseMachineTraffic({ name: "vm", mac: "x", ip: "y", interface: "-w" });
      expect.unreachable();
    } catch (error) {
      expect(AuxiliaryError.is(error) && error.problems.map((problem) => problem.message)).toEqual([
        'machine vm: mac is "x", not six bytes as aa:bb:cc:dd:ee:ff',
        'machine vm: ip is "y", not an IPv4 or IPv6 address',
        expect.stringContaining('machine vm: interface is "-w", not an interface\'s name'),
      ]);
    }
  });
});
