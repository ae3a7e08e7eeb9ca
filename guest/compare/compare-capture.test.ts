import { describe, expect, it } from "vitest";
import { compareCapture, type Traffic } from "./compare-capture.ts";
import { parseGuestLog } from "./guest-log.ts";
import type { Packet, PacketKind } from "./packet.ts";

const MAC = "52:54:00:99:00:0f";
const CONSOLE = `guest 2.10 sent 1 dns n1.first.guest.test
guest 2.12 got 1 dns 10.99.0.1
guest 2.20 sent 2 http http://10.99.0.1/n2/guest/hello
guest 2.30 sent 3 ping 2 10.99.0.1
guest 3.00 frames sent 4 received 9
guest 3.01 off
`;

function packet(kind: PacketKind, text: string, fromPort = 0): Packet {
  return { atMs: 0, from: MAC, kind, text, fromPort };
}

const PACKETS = [
  packet("DNS", "n1.first.guest.test", 4000),
  packet("HTTP", "/n2/guest/hello", 4001),
  packet("ICMP", "echo request"),
  packet("ICMP", "echo request"),
];

function compare(given: Partial<Traffic> = {}) {
  const entries = [
    { service: "dns", atMs: 0, from: "10.99.0.15:4000", what: "n1.first.guest.test" },
  ] as const;
  const log = parseGuestLog(CONSOLE);
  const traffic: Traffic = { packets: PACKETS, mac: MAC, log, entries, tapFrames: 4, isolation: "root" };
  return compareCapture({ ...traffic, ...given });
}

describe("compareCapture", () => {
  it("finds nothing missing in a whole capture", () => {
    expect(compare().map(({ told, found, missing }) => ({ told, found, missing }))).toEqual([
      { told: 3, found: 3, missing: [] },
      { told: 1, found: 1, missing: [] },
      { told: 4, found: 4, missing: [] },
      { told: 4, found: 4, missing: [] },
    ]);
  });

  it.each(PACKETS.map((_, index) => index))("misses packet %i wherever it was told of", (index) => {
    const comparisons = compare({ packets: PACKETS.toSpliced(index, 1) });
    const [requests, , driver, tap] = comparisons;
    expect(requests?.missing).toHaveLength(1);
    expect([driver?.missing, tap?.missing]).toEqual([["4 told, 3 captured"], ["4 told, 3 captured"]]);
  });

  it("counts no packet of another machine", () => {
    const packets = PACKETS.map((each) => ({ ...each, from: "52:54:00:99:00:10" }));
    expect(compare({ packets }).map(({ found }) => found)).toEqual([0, 0, 0, 0]);
  });

  it("tells requests for one name apart by their ports, except behind QEMU's own network", () => {
    const entries = [{ service: "dns", atMs: 0, from: "[::1]:9", what: "n1.first.guest.test" }] as const;
    expect(compare({ entries })[1]?.missing).toHaveLength(1);
    expect(compare({ entries, isolation: "user-mode" })[1]?.missing).toEqual([]);
  });

  it("says so when the guest never came to its last word", () => {
    const log = parseGuestLog(CONSOLE.slice(0, CONSOLE.indexOf("guest 3.00")));
    expect(log.isOff).toBe(false);
    expect(compare({ log })[2]?.missing).toEqual(["an unknown number told, 4 captured"]);
  });
});
