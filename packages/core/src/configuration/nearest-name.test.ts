import { describe, expect, it } from "vitest";
import { nearestName } from "./nearest-name.ts";

describe("nearestName", () => {
  it.each([
    ["snifer", "sniffer"],
    ["sinffer", "sniffer"],
    ["SNIFFER", "sniffer"],
    ["dns_log", "dns-log"],
    ["snap_len", "snaplen"],
  ])("takes %s for %s", (found, nearest) => {
    expect(nearestName(found, ["mitm", "dns-log", "snaplen", "sniffer"])).toBe(nearest);
  });

  it("prefers the nearer of two", () => {
    expect(nearestName("sniffer2", ["sniffer1x", "sniffer2x"])).toBe("sniffer2x");
  });

  it("finds nothing when nothing is near", () => {
    expect(nearestName("screenshot", ["sniffer", "mitm"])).toBeUndefined();
    expect(nearestName("x", ["ab"])).toBeUndefined();
    expect(nearestName("x", [])).toBeUndefined();
  });
});
