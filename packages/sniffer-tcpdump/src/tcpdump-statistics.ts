/** tcpdump's counters, each a 32-bit number that starts again at 0 after 4,294,967,295. */
export interface TcpdumpStatistics {
  /** Packets that tcpdump has taken and handed to the file. */
  readonly captured: number;
  /** Packets that the kernel's filter let through, dropped ones included. */
  readonly received: number;
  /** Packets that the kernel had no room for. */
  readonly dropped: number;
}

const REPORT = /(\d+) packets? captured, (\d+) packets? received by filter, (\d+) packets? dropped by kernel/;
const FINAL_LINES = [
  /^(\d+) packets? captured$/,
  /^(\d+) packets? received by filter$/,
  /^(\d+) packets? dropped by kernel$/,
];

/** Reads the line that tcpdump writes on SIGUSR1; undefined for any other line. */
export function findReport(line: string): TcpdumpStatistics | undefined {
  const match = REPORT.exec(line);
  return match === null ? undefined : buildStatistics(match.slice(1));
}

/** Reads the three lines with which tcpdump ends; undefined when it ended without. */
export function findFinalStatistics(lines: readonly string[]): TcpdumpStatistics | undefined {
  const found = FINAL_LINES.map((pattern) => {
    const line = lines.findLast((candidate) => pattern.test(candidate));
    return line === undefined ? undefined : pattern.exec(line)?.[1];
  });
  return buildStatistics(found);
}

/** `a - b` of two such counters that lie less than 2^31 apart, however often they have started again. */
export function counterDifference(a: number, b: number): number {
  return (a - b) | 0;
}

function buildStatistics(digits: readonly (string | undefined)[]): TcpdumpStatistics | undefined {
  const [captured, received, dropped] = digits;
  if (captured === undefined || received === undefined || dropped === undefined) return undefined;
  return { captured: Number(captured), received: Number(received), dropped: Number(dropped) };
}
