import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Where one machine's sockets and throw-away files are: a folder that nobody else may enter. */
export interface SocketPaths {
  readonly folder: string;
  /** QEMU's own monitor: the switchboard is its only client. */
  readonly monitor: string;
  /** Where clients of the monitor connect. */
  readonly qmp: string;
  /** QEMU's own end of the serial console: the relay is its only client. */
  readonly serial: string;
  /** Where clients of the serial console connect. */
  readonly console: string;
  readonly vnc: string;
  readonly agent: string;
}

const PREFIX = "machinery-qemu-";

/** Whether a path is that of such a folder, and of nothing else that could be removed by mistake. */
export function isPrivateFolder(path: string): boolean {
  return dirname(path) === tmpdir() && /^machinery-qemu-[0-9a-f]{12}$/.test(basename(path));
}

/** Names that nothing has yet; the folder is not made. Short: a unix socket's path has 107 bytes at most. */
export function chooseSocketPaths(): SocketPaths {
  const folder = join(tmpdir(), `${PREFIX}${randomBytes(6).toString("hex")}`);
  return {
    folder,
    monitor: join(folder, "monitor"),
    qmp: join(folder, "qmp"),
    serial: join(folder, "serial"),
    console: join(folder, "console"),
    vnc: join(folder, "vnc"),
    agent: join(folder, "agent"),
  };
}
