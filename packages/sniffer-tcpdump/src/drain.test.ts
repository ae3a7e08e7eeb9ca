import { describe, expect, it } from "vitest";
import { drain } from "./drain.ts";
import { type AskedTool, TcpdumpCounters } from "./tcpdump-counters.ts";

type Answers = (
  question: number,
) => readonly [captured: number, received: number, dropped: number] | undefined;

/** What tcpdump says to each SIGUSR1; undefined: nothing. It has ended when `lasts` questions were asked. */
function buildCounters(answers: Answers, lasts = Number.POSITIVE_INFINITY): TcpdumpCounters {
  let asked = 0;
  let listener: ((line: string) => void) | undefined;
  const tool: AskedTool = {
    onLine: (heard) => {
      listener = (line) => heard(line, "stderr");
      return () => {};
    },
    signal: () => {
      asked += 1;
      const answer = answers(asked);
      if (asked > lasts) return false;
      if (answer !== undefined) {
        const [captured, received, dropped] = answer;
        const line = `tcpdump: ${captured} packets captured, ${received} packets received by filter, ${dropped} packets dropped by kernel`;
        setImmediate(() => listener?.(line));
      }
      return true;
    },
  };
  return new TcpdumpCounters(tool);
}

const options = { earlyPackets: 0, isCountedTwice: false, deadlineMs: 200 };

describe("drain", () => {
  it("ends as soon as all that was received at the stop is captured, although more comes", async () => {
    const counters = buildCounters((question) => [question * 100, 300 + question * 1_000, 0]);
    expect(await drain(counters, { ...options, deadlineMs: 2_000 })).toEqual({ kind: "drained" });
    expect(counters.latest?.captured).toBe(1_300);
  });

  it("counts dropped packets as gone", async () => {
    expect(
      await drain(
        buildCounters(() => [70, 100, 30]),
        options,
      ),
    ).toEqual({ kind: "drained" });
  });

  it("says how many packets are missing at its deadline", async () => {
    expect(
      await drain(
        buildCounters(() => [70, 100, 0]),
        options,
      ),
    ).toEqual({ kind: "behind", packetsLeft: 30 });
  });

  it("says that tcpdump does not answer", async () => {
    expect(
      await drain(
        buildCounters(() => undefined),
        options,
      ),
    ).toEqual({ kind: "silent" });
  });

  it("ends when tcpdump has", async () => {
    expect(
      await drain(
        buildCounters(() => [0, 100, 0], 2),
        options,
      ),
    ).toEqual({ kind: "ended" });
  });

  it("does not take a late answer to an earlier question for the counters at the stop", async () => {
    const counters = buildCounters((question) => (question <= 1 ? [0, 0, 0] : [10, 100, 0]));
    counters.ask();
    expect(await drain(counters, options)).toEqual({ kind: "behind", packetsLeft: 90 });
  });

  it("goes by the kernel's own timeout for what was received before the filter was in place", async () => {
    const began = performance.now();
    const early = { ...options, earlyPackets: 40, blockTimeoutMs: 100 };
    expect(
      await drain(
        buildCounters(() => [60, 100, 0]),
        early,
      ),
    ).toEqual({ kind: "drained" });
    expect(performance.now() - began).toBeGreaterThanOrEqual(100);
    expect(
      await drain(
        buildCounters(() => [59, 100, 0]),
        early,
      ),
    ).toEqual({
      kind: "behind",
      packetsLeft: 41,
    });
  });
});
