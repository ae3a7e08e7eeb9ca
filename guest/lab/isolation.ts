import { runProgram } from "../build/run-program.ts";

/**
 * How the lab is kept apart from this host's network. `root`: a network namespace, made as root. `own`: the same in a
 * user namespace, without root. `user-mode`: none; QEMU is the network itself, and the servers are on loopback.
 */
export type Isolation = "root" | "own" | "user-mode";

const PROBE_MS = 10_000;

/** The program and its arguments in front of what runs inside the namespaces. */
export function buildNamespaceCommand(isolation: Isolation): readonly string[] {
  if (isolation === "root") return ["unshare", "--net", "--mount"];
  // Its own user keeps its name, because tcpdump gives up when it is root of a namespace of one user.
  if (isolation === "own")
    return ["unshare", "--user", "--map-current-user", "--keep-caps", "--net", "--mount"];
  return [];
}

/** The best that this host allows, found by making a tap, which is gone with the namespace it was made in. */
export async function findIsolation(isRoot = process.getuid?.() === 0): Promise<Isolation> {
  const isolation: Isolation = isRoot ? "root" : "own";
  const [file = "", ...args] = buildNamespaceCommand(isolation);
  try {
    const probe = [...args, "ip", "tuntap", "add", "dev", "probe0", "mode", "tap"];
    await runProgram(file, probe, { timeoutMs: PROBE_MS });
    return isolation;
  } catch {
    return "user-mode";
  }
}
