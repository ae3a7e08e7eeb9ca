import type { CaptureHost } from "./capture-host.ts";
import { measureRoom, NO_ROOM_BYTES, tryCount } from "./capture-verdict.ts";
import { snifferProblem } from "./sniffer-problems.ts";

/** Says how many packets are kept, in the same figures as tcpdump's. */
export function noteKept(host: CaptureHost, packets: number): void {
  host.setFigure("packetsCaptured", packets);
  host.setFigure("packetsInFile", packets);
}

/**
 * Counts what QEMU recorded and returns how many packets there are. QEMU has no counters of its own, and stops without
 * a word when it cannot write: no room on its disk shows it, or a file that is cut short, which is said of all artifacts.
 */
export async function judgeQemuFile(pcapPath: string, host: CaptureHost): Promise<number> {
  const count = await tryCount(pcapPath, host.signal());
  if (count instanceof Error) {
    // A file that is not there is reported with all other artifacts.
    if (!("code" in count && count.code === "ENOENT"))
      host.report(snifferProblem("AUX_SNIFFER_FILE_UNREADABLE", `${pcapPath}: ${count.message}`));
    return 0;
  }
  const { packets } = count;
  host.setFigure("packetsReceived", packets);
  noteKept(host, packets);
  host.setFigure("packetsDropped", 0);
  const holds = `${pcapPath} holds ${packets} whole packets`;
  if ((await measureRoom(pcapPath)) < NO_ROOM_BYTES)
    host.report(
      snifferProblem("AUX_SNIFFER_DISK_FULL", `${holds}, and its disk is full: more may be missing`),
    );
  return packets;
}
