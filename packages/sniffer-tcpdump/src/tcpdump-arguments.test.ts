import { describe, expect, it } from "vitest";
import type { CapturePlan } from "./capture-plan.ts";
import type { SnifferTcpdumpOptions } from "./sniffer-options.ts";
import { buildTcpdumpArguments } from "./tcpdump-arguments.ts";

const plan: CapturePlan = {
  section: "sniffer",
  tcpdumpPath: "/usr/bin/tcpdump",
  interface: "vnet0",
  isInterfaceFromOptions: false,
  isAwaited: false,
  linkType: "EN10MB",
  address: { kind: "none" },
  filter: "",
};
const options: SnifferTcpdumpOptions = {
  tcpdump: undefined,
  interface: undefined,
  bpf: undefined,
  snaplen: 0,
  bufferSize: 16_384,
  user: undefined,
  includeControlTraffic: false,
  waitForInterface: false,
  capture: "auto",
};
const basic = ["-n", "-i", "vnet0", "-s", "0", "-B", "16384", "-w", "/a/dump.pcap"];

describe("buildTcpdumpArguments", () => {
  it("records whole packets with a large buffer and no filter by default", () => {
    expect(buildTcpdumpArguments(plan, options, "/a/dump.pcap")).toEqual(basic);
  });

  it("passes the filter as one argument behind everything that could be an option", () => {
    const filter = "host 10.0.0.2 and (-w x)";
    expect(buildTcpdumpArguments({ ...plan, filter }, options, "/a/dump.pcap")).toEqual([
      ...basic,
      "--",
      filter,
    ]);
  });

  it("takes packets one by one from an interface that may be removed, in slots of the longest frame", () => {
    const args = buildTcpdumpArguments({ ...plan, isAwaited: true }, options, "/a/dump.pcap");
    expect(args.join(" ")).toBe("-n -i vnet0 -s 65558 -B 65536 -w /a/dump.pcap --immediate-mode");
    const small = { ...options, snaplen: 96, bufferSize: 100_000 };
    const smallArgs = buildTcpdumpArguments({ ...plan, isAwaited: true }, small, "/a/dump.pcap");
    expect(smallArgs.join(" ")).toContain("-s 96 -B 100000");
  });

  it("names the user, the snaplen and the format of all interfaces", () => {
    const any: CapturePlan = { ...plan, interface: "any", linkType: "LINUX_SLL2" };
    const args = buildTcpdumpArguments(any, { ...options, user: "pcap", snaplen: 96 }, "/a/dump.pcap");
    expect(args.join(" ")).toBe("-n -i any -s 96 -B 16384 -w /a/dump.pcap -y LINUX_SLL2 -Z pcap");
  });
});
