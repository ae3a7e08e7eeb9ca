import { statfsSync } from "node:fs";
import { statfs } from "node:fs/promises";

/** What the disk of a folder still takes. */
export interface DiskRoom {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const DEFAULT_RESERVE_BYTES = 256 * 1024 * 1024;
const DEFAULT_RESERVE_PART = 0.05;

/** The room of the disk that holds a folder, for who is no superuser. Rejects with what `fs` throws. */
export async function measureRoom(folderPath: string): Promise<DiskRoom> {
  return buildRoom(await statfs(folderPath));
}

/** At once; throws what `fs` throws. */
export function measureRoomNow(folderPath: string): DiskRoom {
  return buildRoom(statfsSync(folderPath));
}

/**
 * What stays free for the orderly end of whoever writes to a disk: what is asked for, or else 256 MiB, or 5 % of a disk
 * where that is less. A second at 2 Gbit/s fits into it.
 */
export function reserveBytesOf({ totalBytes }: DiskRoom, minFreeBytes: number | undefined): number {
  return minFreeBytes ?? Math.min(DEFAULT_RESERVE_BYTES, Math.floor(totalBytes * DEFAULT_RESERVE_PART));
}

function buildRoom({ bavail, blocks, bsize }: { bavail: number; blocks: number; bsize: number }): DiskRoom {
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
