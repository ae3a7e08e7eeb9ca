import { readFile } from "node:fs/promises";

/** Always this process' own network namespace, which `/sys/class/net` is not after `unshare`. */
const TABLE_PATH = "/proc/self/net/dev";

/** One interface, and how many packets have crossed it since it was made. */
export interface InterfaceRow {
  readonly name: string;
  /** Packets that came to this host by it: on a tap, those that the guest sent. */
  readonly received: number;
  /** Packets that this host sent by it: on a tap, those for the guest. */
  readonly sent: number;
}

/** The interfaces that exist now. */
export async function loadInterfaces(): Promise<readonly InterfaceRow[]> {
  return parseInterfaceTable(await readFile(TABLE_PATH, "utf8"));
}

/** Source: proc(5), `/proc/net/dev`: eight columns for what was received, then eight for what was sent. */
export function parseInterfaceTable(table: string): readonly InterfaceRow[] {
  const rows = table.split("\n").slice(2).map(parseRow);
  return rows.filter((row) => row !== undefined);
}

const PACKETS_RECEIVED = 1;
const PACKETS_SENT = 9;

/** A name may hold colons itself. */
function parseRow(line: string): InterfaceRow | undefined {
  const colon = line.lastIndexOf(":");
  const name = line.slice(0, Math.max(0, colon)).trim();
  if (name === "") return undefined;
  const columns = line
    .slice(colon + 1)
    .trim()
    .split(/\s+/)
    .map(Number);
  return { name, received: columns[PACKETS_RECEIVED] ?? 0, sent: columns[PACKETS_SENT] ?? 0 };
}
