import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { type DiskRoom, measureRoomNow, reserveBytesOf } from "./disk-room.ts";
import { showMib } from "./show-mib.ts";

/** Finds AUX_DISK_LOW before a module begins to write. A folder that is not there yet is somebody else's to report. */
export function findLowDisk(folderPath: string, minFreeBytes: number | undefined): Problem | undefined {
  try {
    const room = measureRoomNow(folderPath);
    const reserveBytes = reserveBytesOf(room, minFreeBytes);
    if (room.freeBytes >= reserveBytes) return undefined;
    return buildLowProblem(folderPath, room, reserveBytes, "nothing is written there");
  } catch {
    return undefined;
  }
}

/** AUX_DISK_LOW, with what follows from it. */
export function buildLowProblem(
  folderPath: string,
  { freeBytes }: DiskRoom,
  reserveBytes: number,
  consequence: string,
): Problem {
  const message = `${showMib(freeBytes)} are free in ${folderPath}, less than min_free = ${showMib(reserveBytes)}: ${consequence}`;
  return coreProblem("AUX_DISK_LOW", message);
}
