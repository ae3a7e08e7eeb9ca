import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { analysisProblem } from "../analysis-problems.ts";
import { type Finding, problemFound, warning, well } from "./finding.ts";

const MIB = 1024 * 1024;
/** Less is a warning: an hour of a busy machine's traffic. */
const LITTLE_MIB = 1024;
/** Less is a problem: not even a short analysis is sure to be whole. */
const TOO_LITTLE_MIB = 64;

/** Free space where results go. Finds AUX_HOST_SPACE_LOW. */
export async function findSpace(storagePath: string): Promise<Finding> {
  let path = storagePath;
  while (!existsSync(path)) path = dirname(path);
  const { bavail, bsize } = await statfs(path);
  return judgeSpace(path, Math.floor((bavail * bsize) / MIB));
}

/** What so many free MiB mean. */
export function judgeSpace(path: string, freeMib: number): Finding {
  const message = `${freeMib} MiB are free on the disk of ${path}`;
  if (freeMib >= LITTLE_MIB) return well("space", message);
  const problem = analysisProblem("AUX_HOST_SPACE_LOW", message);
  return freeMib < TOO_LITTLE_MIB ? problemFound("space", problem) : warning("space", problem);
}
