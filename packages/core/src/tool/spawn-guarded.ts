import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";

/**
 * Starts a watcher, then becomes the program. The watcher waits for the end of the pipe on descriptor 3, whose other
 * end only this process holds: when this process is gone, by whatever death, it asks the program's whole group to end,
 * and makes it 1.5 s later. The program keeps the shell's pid, so its exit and its signals need no forwarding, and
 * the watcher, being of the same group, keeps the group's number from being given away. Values reach the script
 * as positional parameters alone; its text never changes.
 */
const GUARD = `
( (
  trap '' TERM INT HUP QUIT USR1 USR2 PIPE ALRM
  exec </dev/null >/dev/null 2>&1
  while read -r _ <&3; do :; done
  kill -s TERM -- -$$
  i=0
  while [ $i -lt 30 ] && kill -s 0 $$; do i=$((i+1)); sleep 0.05; done
  kill -s KILL -- -$$
) & )
exec "$@" 3<&-
`;

export interface GuardedSpawnOptions {
  readonly cwd?: string | undefined;
  /** The whole environment. Default: this process'. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** stdin, stdout and stderr. Default: nothing, and two pipes. */
  readonly stdio?: readonly [
    "ignore" | "inherit" | number,
    "pipe" | "inherit" | number,
    "pipe" | "inherit" | number,
  ];
}

/**
 * Starts a program in a process group and session of its own that does not outlive this process, even one that is
 * killed. `file` is an absolute path. Signal the group by `process.kill(-child.pid, …)`.
 */
export function spawnGuarded(
  file: string,
  args: readonly string[],
  options: GuardedSpawnOptions = {},
): ChildProcess {
  const stdio: StdioOptions = [...(options.stdio ?? (["ignore", "pipe", "pipe"] as const)), "pipe"];
  return spawn("/bin/sh", ["-c", GUARD, "guard", file, ...args], {
    cwd: options.cwd,
    env: options.env,
    stdio,
    detached: true,
  });
}

/** Ends what is left of a program's group, its watcher included. The watcher pins the group's number until then. */
export function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
