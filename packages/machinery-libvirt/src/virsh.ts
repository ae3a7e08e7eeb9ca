import { execFile } from "node:child_process";
import { AuxiliaryError, buildToolEnvironment, findExecutable } from "@aux/core";
import { classifyFailure } from "./classify-failure.ts";
import { libvirtProblem } from "./libvirt-problems.ts";

export interface VirshOptions {
  /** Path of virsh, or a name to look up. */
  readonly file: string;
  /** As `virsh -c` takes it. */
  readonly uri: string;
}

/** How long one call may take. */
export interface CallLimits {
  /** Milliseconds. Default 15,000: the first call to a session may have to start its daemon. */
  readonly timeoutMs?: number;
  /** Ends the call early; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

const QUERY_MS = 15_000;
/** How a session, or a libvirt behind ssh or Kerberos, is reached. */
const CONNECTION_VARIABLES = ["XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "KRB5CCNAME"];
const LARGEST_ANSWER = 1024 * 1024;

/**
 * Calls virsh, once for each command: its exit code and words are then that command's own, a call that hangs is ended
 * without touching another, and no state is kept here that libvirt does not have.
 */
export class Virsh {
  readonly #options: VirshOptions;

  constructor(options: VirshOptions) {
    this.#options = options;
  }

  /** The program and all its arguments. @throws AUX_TOOL_MISSING */
  describeCall(args: readonly string[]): readonly string[] {
    const { file, uri } = this.#options;
    const path = findExecutable(file, { installHint: "apt-get install libvirt-clients" });
    return [path, "--quiet", "--connect", uri, ...args];
  }

  /**
   * Runs one command and returns what it printed, without headings.
   *
   * @throws AUX_TOOL_MISSING, AUX_LIBVIRT_CONNECTION, AUX_LIBVIRT_DOMAIN_UNKNOWN, AUX_LIBVIRT_SNAPSHOT_UNKNOWN,
   * AUX_LIBVIRT_FAILED, AUX_LIBVIRT_TIMEOUT
   */
  async call(args: readonly string[], limits: CallLimits = {}): Promise<string> {
    const { timeoutMs = QUERY_MS, signal } = limits;
    signal?.throwIfAborted();
    const { file, uri } = this.#options;
    const [path = file, ...whole] = this.describeCall(args);
    return new Promise((resolve, reject) => {
      const options = {
        timeout: timeoutMs,
        killSignal: "SIGKILL",
        maxBuffer: LARGEST_ANSWER,
        signal,
      } as const;
      const env = buildToolEnvironment({ alsoPassedOn: CONNECTION_VARIABLES });
      const child = execFile(path, whole, { ...options, env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if (signal?.aborted === true) reject(error);
        else if (error.killed === true) reject(late(args, timeoutMs));
        else reject(new AuxiliaryError(classifyFailure(args, stderr, uri), { cause: error }));
      });
      child.stdin?.end();
    });
  }
}

function late(args: readonly string[], timeoutMs: number): AuxiliaryError {
  const message = `virsh ${args[0]} did not end within ${timeoutMs} ms`;
  return new AuxiliaryError(libvirtProblem("AUX_LIBVIRT_TIMEOUT", message));
}
