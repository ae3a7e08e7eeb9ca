import { describe, expect, it } from "vitest";
import { buildCaptureFilter, type CaptureScope, isSelfContained } from "./capture-filter.ts";

const mac = "aa:bb:cc:dd:ee:ff";
const ip = "10.0.0.2";

function build(scope: Partial<CaptureScope>): string {
  return buildCaptureFilter({ interface: "vnet0", traffic: {}, includesControlTraffic: false, ...scope });
}

describe("buildCaptureFilter", () => {
  it("tells a machine by its MAC before its IP, and keeps everything of an unknown one", () => {
    expect(build({ traffic: { mac, ip } })).toBe(`ether host ${mac}`);
    expect(build({ traffic: { ip } })).toBe(`host ${ip}`);
    expect(build({ traffic: { ip: "fd77::2" } })).toBe("host fd77::2");
    expect(build({})).toBe("");
  });

  it("tells a machine by its IP where packets carry no MAC", () => {
    expect(build({ interface: "lo", traffic: { mac, ip } })).toBe(`host ${ip}`);
    expect(build({ interface: "any", traffic: { mac, ip } })).toContain(`host ${ip} and `);
  });

  for (const name of ["any", "lo"]) {
    it(`refuses a MAC alone on ${name}`, () => {
      expect(() => build({ interface: name, traffic: { mac } })).toThrow(
        expect.objectContaining({ code: "AUX_SNIFFER_MAC_NEEDS_INTERFACE" }),
      );
    });
  }

  it("takes only the arriving copy of a loopback packet on all interfaces", () => {
    expect(build({ interface: "any" })).toBe("not (outbound and ifindex 1)");
    expect(build({ interface: "lo" })).toBe("");
  });

  it("leaves out the agent's port on the machine only, and the result server both ways", () => {
    const resultServer = { ip: "10.0.0.1", port: 2042 };
    expect(build({ traffic: { ip, agentPort: 8000 } })).toBe(
      `host ${ip} and not ((dst host ${ip} and tcp dst port 8000) or (src host ${ip} and tcp src port 8000))`,
    );
    expect(build({ traffic: { mac, resultServer } })).toBe(
      `ether host ${mac} and not ((dst host 10.0.0.1 and tcp dst port 2042) or (src host 10.0.0.1 and tcp src port 2042))`,
    );
    expect(build({ traffic: { mac, agentPort: 8000 } })).toContain(`ether dst ${mac} and tcp dst port 8000`);
    expect(build({ traffic: { agentPort: 8000 } })).toBe("not (tcp port 8000)");
  });

  it("keeps control traffic when asked", () => {
    const traffic = { ip, agentPort: 8000, resultServer: { ip: "10.0.0.1", port: 2042 } };
    expect(build({ traffic, includesControlTraffic: true })).toBe(`host ${ip}`);
  });

  it("puts the user's filter last and in parentheses", () => {
    expect(build({ traffic: { ip }, bpf: "arp or udp" })).toBe(`host ${ip} and (arp or udp)`);
    expect(build({ bpf: "not arp" })).toBe("(not arp)");
  });
});

describe("isSelfContained", () => {
  it("is true for a filter whose parentheses pair", () => {
    for (const bpf of ["arp", "(arp or udp) and not (tcp)", "ip[0] & 0xf != 5"])
      expect(isSelfContained(bpf)).toBe(true);
  });

  it("is false for one that would end the parentheses around it, or swallow their end", () => {
    for (const bpf of ["arp) or (ip", ")(", "(arp", "arp)", "((arp)"])
      expect(isSelfContained(bpf)).toBe(false);
  });
});
