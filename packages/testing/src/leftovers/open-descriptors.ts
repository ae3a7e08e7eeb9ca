import { readdirSync, readlinkSync } from "node:fs";

/** A file descriptor of this process. */
export interface OpenDescriptor {
  readonly number: number;
  /** A path, or `pipe:[…]`, `socket:[…]`. */
  readonly target: string;
}

/** The descriptors of this process, without those that Node keeps for its event loop. */
export function loadOpenDescriptors(): readonly OpenDescriptor[] {
  return readdirSync("/proc/self/fd")
    .flatMap((name) => {
      const target = readTarget(name);
      return target === undefined ? [] : [{ number: Number(name), target }];
    })
    .filter(({ target }) => !/^anon_inode:\[?(eventpoll|eventfd|io_uring)/.test(target));
}

/** The descriptor that `readdir` itself held is gone by now. */
function readTarget(name: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${name}`);
  } catch {
    return undefined;
  }
}
