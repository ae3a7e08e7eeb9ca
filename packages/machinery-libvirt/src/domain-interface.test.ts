import { describe, expect, it } from "vitest";
import { parseDomainInterfaces } from "./domain-interface.ts";

describe("parseDomainInterfaces", () => {
  it("reads each row of virsh domiflist, with headings and without", () => {
    const text = ` Interface   Type      Source           Model    MAC
---------------------------------------------------------------
 vnet3       network   isolated net     virtio   52:54:00:AA:bb:01
 -           bridge    br0              e1000    52:54:00:aa:bb:02
 -           user      -                -        52:54:00:aa:bb:03

`;
    expect(parseDomainInterfaces(text)).toEqual([
      { target: "vnet3", type: "network", source: "isolated net", mac: "52:54:00:aa:bb:01" },
      { target: undefined, type: "bridge", source: "br0", mac: "52:54:00:aa:bb:02" },
      { target: undefined, type: "user", source: undefined, mac: "52:54:00:aa:bb:03" },
    ]);
  });

  it("finds none where there are none", () => {
    expect(parseDomainInterfaces("\n")).toEqual([]);
  });
});
