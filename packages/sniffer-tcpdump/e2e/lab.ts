import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One end of the lab's cable. */
export interface LabHost {
  readonly namespace: string;
  readonly interface: string;
  readonly mac: string;
  readonly ip: string;
  readonly ip6: string;
}

const HOSTS = {
  host: { interface: "v0", mac: "02:00:00:00:77:01", ip: "10.77.0.1", ip6: "fd77::1" },
  guest: { interface: "v1", mac: "02:00:00:00:77:02", ip: "10.77.0.2", ip6: "fd77::2" },
} as const;

let labs = 0;

/** Two network namespaces joined by a veth pair: traffic of a test never leaves them. Needs root. */
export class Lab implements Disposable {
  readonly host: LabHost;
  readonly guest: LabHost;
  /** A temporary folder, removed with the lab. */
  readonly folder: string;

  constructor() {
    if (process.getuid?.() !== 0) throw new Error("these tests make network namespaces: run them as root");
    labs += 1;
    const prefix = `sniff-${process.pid}-${labs}`;
    this.host = { namespace: `${prefix}-h`, ...HOSTS.host };
    this.guest = { namespace: `${prefix}-g`, ...HOSTS.guest };
    this.folder = mkdtempSync(join(tmpdir(), "sniffer-"));
    try {
      this.#make();
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /** Runs a program to its end inside a namespace. */
  run(host: LabHost, file: string, ...args: readonly string[]): string {
    return runTool("ip", "netns", "exec", host.namespace, file, ...args);
  }

  /** The folder of an analysis that does not exist yet. */
  analysisPath(id: string): string {
    return join(this.folder, id);
  }

  [Symbol.dispose](): void {
    for (const { namespace } of [this.host, this.guest]) {
      try {
        runTool("ip", "netns", "delete", namespace);
      } catch {
        // It was never made.
      }
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #make(): void {
    const { host, guest } = this;
    for (const { namespace } of [host, guest]) {
      runTool("ip", "netns", "add", namespace);
      runTool("ip", "-n", namespace, "link", "set", "lo", "up");
    }
    const near = [
      "link",
      "add",
      host.interface,
      "address",
      host.mac,
      "netns",
      host.namespace,
      "type",
      "veth",
    ];
    runTool("ip", ...near, "peer", "name", guest.interface, "address", guest.mac, "netns", guest.namespace);
    configure(host, guest);
    configure(guest, host);
  }
}

/** Neighbours are known from the start, so that no packet waits, or is lost, for the answer to an ARP question. */
function configure(own: LabHost, other: LabHost): void {
  const ip = (...args: readonly string[]) => runTool("ip", "-n", own.namespace, ...args);
  ip("addr", "add", `${own.ip}/24`, "dev", own.interface);
  ip("addr", "add", `${own.ip6}/64`, "dev", own.interface, "nodad");
  ip("link", "set", own.interface, "up");
  for (const address of [other.ip, other.ip6]) {
    ip("neigh", "replace", address, "lladdr", other.mac, "nud", "permanent", "dev", own.interface);
  }
}

/** Runs a program to its end; what it writes to stderr is in the error. */
export function runTool(file: string, ...args: readonly string[]): string {
  return execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 10_000 });
}
