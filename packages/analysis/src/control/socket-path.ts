import { closeSync, constants, openSync } from "node:fs";

/** A folder as a path that is short enough for sockets in it. */
export interface OpenedFolder {
  readonly path: string;
  /** The path means nothing afterwards. */
  close(): void;
}

/**
 * A socket's path holds 107 bytes, an analysis folder's any number: on Linux the folder is opened, and reached by its
 * descriptor. Elsewhere the path stays as it is. Throws what `fs` throws.
 *
 * Source: unix(7), proc(5) /proc/PID/fd.
 */
export function openFolder(path: string): OpenedFolder {
  if (process.platform !== "linux") return { path, close: () => {} };
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return { path: `/proc/self/fd/${descriptor}`, close };
}
