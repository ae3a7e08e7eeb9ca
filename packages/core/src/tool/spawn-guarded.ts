import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Journal } from "../journal/journal.ts";

/** The variable that every guarded program and its children have in their environment. */
export const RUN_MARKER = "AUXILIARY_RUN";

/**
 * Starts a watcher, then becomes the program. The watcher waits for the end of the pipe on descriptor 3, whose other
 * end only this process holds: when this process is gone, by whatever death, it asks the program's whole group to end,
 * and all who left the group but have the program's marker in their environment; and makes them 1.2 s later. It looks at
 * the clock (/proc/uptime) because a busy host makes each step longer, and at the program's state because one that has
 * ended may not be waited for. One that is stopped is let go, to hear the signal. The first signal comes from a session of its own (setsid), because sudo hands on none that
 * comes from the group of its own program. The program keeps the shell's pid, so its exit and its signals need no forwarding, and
 * the watcher, being of the same group, keeps the group's number from being given away. Values reach the script as
 * positional parameters alone; its text never changes.
 */
const GUARD = `
( (
  trap '' TERM INT HUP QUIT USR1 USR2 PIPE ALRM
  exec </dev/null >/dev/null 2>&1
  while read -r _ <&3; do :; done
  exec 3<&-
  unset ${RUN_MARKER}
  read -r self _ </proc/self/stat
  look() { read -r now _ </proc/uptime || now=0.00; now=\${now%.*}\${now#*.}; }
  runs() {
    read -r it </proc/$$/stat || { kill -s 0 $$; return; }
    case "\${it##*) }" in [ZX]*) return 1 ;; esac
  }
  strays() {
    found=1
    for it in $(grep -lsF "${RUN_MARKER}=$2" /proc/[0-9]*/environ); do
      it=\${it#/proc/}
      it=\${it%/environ}
      [ "$it" = "$self" ] || { found=0; kill -s "$1" "$it"; }
    done
    return $found
  }
  setsid kill -s TERM -- -$$ || kill -s TERM -- -$$
  kill -s CONT -- -$$
  strays TERM "$1"
  look
  end=$((now+120))
  i=0
  while [ $i -lt 24 ] && [ $now -lt $end ] && { runs || strays 0 "$1"; }; do
    i=$((i+1))
    sleep 0.05
    look
  done
  strays KILL "$1"
  kill -s KILL -- -$$
) & )
shift
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
  /** Where the program is written down under its name, until it has ended. */
  readonly journal?: Journal | undefined;
  /** Default: `file`. */
  readonly name?: string | undefined;
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
  const marker = options.journal?.buildMarker() ?? randomBytes(20).toString("hex");
  const child = spawn("/bin/sh", ["-c", GUARD, "guard", marker, file, ...args], {
    cwd: options.cwd,
    env: { ...(options.env ?? process.env), [RUN_MARKER]: marker },
    stdio,
    detached: true,
  });
  if (child.pid !== undefined && options.journal !== undefined) {
    const noteEnd = options.journal.addTool(options.name ?? file, child.pid, marker);
    child.once("exit", noteEnd);
  }
  return child;
}

/** Ends what is left of a program's group, its watcher included. The watcher pins the group's number until then. */
export function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
