import { relative } from "node:path";

/** Relative where that is shorter to read. */
export function shortPath(path: string, workingPath: string): string {
  const short = relative(workingPath, path);
  return short === "" || short.startsWith("..") ? path : short;
}
