import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { AuxiliaryError, countPackets, type PacketCount, type Problem, type ToolExit } from "@aux/core";
import { snifferProblem } from "./sniffer-problems.ts";
import { counterDifference, findFinalStatistics, type TcpdumpStatistics } from "./tcpdump-statistics.ts";

/** What came of a capture: tcpdump's last count held against the packets that are really in the file. */
export interface CaptureVerdict {
  readonly figures: Readonly<Record<string, number>>;
  readonly problems: readonly Problem[];
}

/** A disk with less room than this takes no more packets. */
export const NO_ROOM_BYTES = 128 * 1024;

/** Judges a capture that has ended. tcpdump itself says nothing of a full disk and counts what it could not write. */
export async function judgeCapture(
  exit: ToolExit,
  pcapPath: string,
  signal?: AbortSignal,
): Promise<CaptureVerdict> {
  const statistics = findFinalStatistics(exit.lastWords);
  const count = await tryCount(pcapPath, signal);
  if (count instanceof Error) {
    // A file that is not there is reported with all other artifacts.
    if ("code" in count && count.code === "ENOENT")
      return { figures: buildFigures(statistics, undefined), problems: [] };
    const problem = snifferProblem("AUX_SNIFFER_FILE_UNREADABLE", `${pcapPath}: ${count.message}`);
    return { figures: buildFigures(statistics, undefined), problems: [problem] };
  }
  const problems = [
    findUncounted(exit, statistics),
    findDropped(statistics),
    await findShortfall(count, statistics, pcapPath),
  ];
  return {
    figures: buildFigures(statistics, count),
    problems: problems.filter((problem) => problem !== undefined),
  };
}

function buildFigures(statistics: TcpdumpStatistics | undefined, count: PacketCount | undefined) {
  return {
    ...(statistics === undefined
      ? {}
      : {
          packetsCaptured: unwrap(statistics.captured, count),
          packetsReceived: statistics.received,
          packetsDropped: statistics.dropped,
        }),
    ...(count === undefined ? {} : { packetsInFile: count.packets }),
  };
}

/** The file knows how often a 32-bit counter has started again. */
function unwrap(captured: number, count: PacketCount | undefined): number {
  return count === undefined ? captured : count.packets + counterDifference(captured, count.packets);
}

/** Counts the packets of a file; what keeps it from being read comes as a value. */
export async function tryCount(
  pcapPath: string,
  signal: AbortSignal | undefined,
): Promise<PacketCount | Error> {
  try {
    return await countPackets(pcapPath, signal);
  } catch (error) {
    if (AuxiliaryError.is(error) || (error instanceof Error && "syscall" in error)) return error;
    throw error;
  }
}

/** Of a tcpdump that died, its death says it already. */
function findUncounted(exit: ToolExit, statistics: TcpdumpStatistics | undefined): Problem | undefined {
  if (statistics !== undefined || !exit.expected) return undefined;
  const message = "tcpdump ended without its statistics";
  return snifferProblem("AUX_SNIFFER_NO_STATISTICS", message, { lastWords: exit.lastWords });
}

function findDropped(statistics: TcpdumpStatistics | undefined): Problem | undefined {
  if (statistics === undefined || statistics.dropped === 0) return undefined;
  const { dropped, received } = statistics;
  return snifferProblem("AUX_SNIFFER_KERNEL_DROPPED", `the kernel dropped ${dropped} of ${received} packets`);
}

async function findShortfall(
  count: PacketCount,
  statistics: TcpdumpStatistics | undefined,
  pcapPath: string,
): Promise<Problem | undefined> {
  const missing = statistics === undefined ? 0 : counterDifference(statistics.captured, count.packets);
  // That the file ends inside a packet is said of all artifacts.
  if (missing === 0) return undefined;
  const message = `${pcapPath} holds ${count.packets} packets, ${missing} fewer than were captured`;
  const hasRoom = (await measureRoom(pcapPath)) >= NO_ROOM_BYTES;
  return snifferProblem(hasRoom ? "AUX_SNIFFER_FILE_SHORT" : "AUX_SNIFFER_DISK_FULL", message);
}

/** Bytes that the disk of a file still takes. */
export async function measureRoom(pcapPath: string): Promise<number> {
  const { bavail, bsize } = await statfs(dirname(pcapPath));
  return bavail * bsize;
}
