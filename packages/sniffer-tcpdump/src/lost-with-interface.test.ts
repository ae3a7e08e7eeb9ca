import { describe, expect, it } from "vitest";
import { findLostWithInterface } from "./lost-with-interface.ts";

const plan = { interface: "tap0" };

function buildExit(captured: number, received: number, dropped: number) {
  return {
    lastWords: [
      "tcpdump: pcap_loop: The interface disappeared",
      `${captured} packets captured`,
      `${received} packets received by filter`,
      `${dropped} packets dropped by kernel`,
    ],
  };
}

describe("findLostWithInterface", () => {
  it("finds nothing when all that was received is captured, dropped, or from before the filter", () => {
    expect(findLostWithInterface(buildExit(90, 100, 7), plan, 3)).toBeUndefined();
  });

  it("counts what went with the interface", () => {
    expect(findLostWithInterface(buildExit(90, 100, 0), plan, 0)).toMatchObject({
      code: "AUX_SNIFFER_INTERFACE_GONE",
      message: "10 packets were lost when tap0 was removed",
    });
  });

  it("finds nothing of a tcpdump that ended otherwise", () => {
    const { lastWords } = buildExit(90, 100, 0);
    expect(findLostWithInterface({ lastWords: lastWords.slice(1) }, plan, 0)).toBeUndefined();
  });
});
