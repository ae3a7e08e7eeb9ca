import { describe, expect, it } from "vitest";
import { counterDifference, findFinalStatistics, findReport } from "./tcpdump-statistics.ts";

describe("findReport", () => {
  it("reads the answer to SIGUSR1, also of single packets and with an interface's own count", () => {
    expect(
      findReport("tcpdump: 7 packets captured, 9 packets received by filter, 2 packets dropped by kernel"),
    ).toEqual({
      captured: 7,
      received: 9,
      dropped: 2,
    });
    const single =
      "tcpdump: 1 packet captured, 1 packet received by filter, 0 packets dropped by kernel, 3 packets dropped by interface";
    expect(findReport(single)).toEqual({ captured: 1, received: 1, dropped: 0 });
  });

  it("finds none in other lines", () => {
    expect(findReport("tcpdump: listening on v0, link-type EN10MB (Ethernet)")).toBeUndefined();
    expect(findReport("7 packets captured")).toBeUndefined();
  });
});

describe("findFinalStatistics", () => {
  const report = "tcpdump: 5 packets captured, 5 packets received by filter, 0 packets dropped by kernel";

  it("reads the last three lines and no answer that came before", () => {
    const lines = [
      report,
      "1 packet captured",
      "12 packets received by filter",
      "3 packets dropped by kernel",
    ];
    expect(findFinalStatistics(lines)).toEqual({ captured: 1, received: 12, dropped: 3 });
  });

  it("finds none when tcpdump ended without all three", () => {
    expect(findFinalStatistics([report])).toBeUndefined();
    expect(findFinalStatistics(["5 packets captured", "5 packets received by filter"])).toBeUndefined();
  });
});

describe("counterDifference", () => {
  it("is right when a counter has started again at 0", () => {
    expect(counterDifference(10, 3)).toBe(7);
    expect(counterDifference(3, 10)).toBe(-7);
    expect(counterDifference(5, 4_294_967_290)).toBe(11);
    expect(counterDifference(5_000_000_000 % 2 ** 32, 5_000_000_003)).toBe(-3);
  });
});
