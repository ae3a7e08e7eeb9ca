import { parse } from "node:path";

/**
 * The name of a file in a module's later life, so that nothing of an earlier one is written over: `net/dump.pcap` is
 * `net/dump.1.pcap` after the first restart.
 */
export function nameForLife(path: string, attempt: number): string {
  if (attempt === 0) return path;
  const { base, name, ext } = parse(path);
  return `${path.slice(0, path.lastIndexOf(base))}${name}.${attempt}${ext}`;
}
