import { statfs } from "node:fs/promises";
import type { Problem } from "@aux/core";
import { memoryProblem } from "./memory-problems.ts";

/**
 * Headers, video memory and firmware come on top of the machine's memory, and as much must stay free as the runner keeps
 * by default (`min_free`): with less it ends the other modules, at the moment they write their last.
 */
const EXTRA_BYTES = (64 + 256) * 1024 * 1024;
/** A compressed dump of a machine at work is mostly smaller than this part of its memory. */
const COMPRESSED_PART = 0.5;

/**
 * Finds AUX_MEMORY_NO_ROOM: a dump that does not fit would take the room that the other modules write their last to.
 */
export async function findRoomProblem(
  folderPath: string,
  memoryBytes: number,
  isCompressed: boolean,
): Promise<Problem | undefined> {
  const { bavail, bsize } = await statfs(folderPath);
  const free = bavail * bsize;
  const needed = Math.ceil(memoryBytes * (isCompressed ? COMPRESSED_PART : 1)) + EXTRA_BYTES;
  if (free >= needed) return undefined;
  const message = `a dump needs ${needed} bytes, and ${free} are free in ${folderPath}`;
  return memoryProblem("AUX_MEMORY_NO_ROOM", message);
}
