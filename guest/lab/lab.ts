import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { BRIDGE, type GuestAddress, guestAddress, USER_MODE } from "./addresses.ts";
import { buildNamespaceCommand, findIsolation, type Isolation } from "./isolation.ts";
import type { CommandEnd, FromLab, LabCommand, LabPorts, ToLab } from "./messages.ts";
import type { TapFrames } from "./network.ts";
import type { ServiceEntry } from "./services/service-log.ts";

const PROJECT_PATH = resolve(import.meta.dirname, "../..");
const OPEN_MS = 20_000;
const CLOSE_MS = 10_000;
const ANSWER_MS = 5_000;

/** What a lab is made with. */
export interface LabOptions {
  /** `busyboxPath` of the guest: its DHCP server is the lab's. */
  readonly busyboxPath: string;
  /** How many guests, each on a tap of its own. Default 1; a user-mode network has only one. */
  readonly guests?: number;
  /** Default: the best that this host allows. */
  readonly isolation?: Isolation;
}

/**
 * The host side of a guest's network: real DHCP, DNS and web servers on a bridge in namespaces of their own, where
 * nothing reaches any other network. Commands run inside it. All of it is gone when it is closed, and when this process
 * ends in any way.
 */
export class Lab implements AsyncDisposable {
  readonly isolation: Isolation;
  readonly guests: readonly GuestAddress[];
  /** What the servers were asked so far. */
  readonly entries: ServiceEntry[] = [];
  readonly #host: ChildProcess;
  /** Where the servers listen. */
  readonly ports: LabPorts = { dns: 53, http: 80 };
  readonly #waiting = new Map<number | "opened", (said: FromLab) => void>();
  #ids = 0;

  private constructor(isolation: Isolation, guests: readonly GuestAddress[], host: ChildProcess) {
    this.isolation = isolation;
    this.guests = guests;
    this.#host = host;
    host.on("message", (said: FromLab) => this.#hear(said));
  }

  /** Resolves when network and servers work. Needs `ip` and `unshare`. */
  static async open(options: LabOptions): Promise<Lab> {
    const isolation = options.isolation ?? (await findIsolation());
    const guests = buildGuests(isolation, options.guests ?? 1);
    const lab = new Lab(isolation, guests, spawnHost(isolation));
    try {
      await lab.#open(options.busyboxPath);
      return lab;
    } catch (error) {
      await lab[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Of the process that holds the lab's namespaces. */
  get pid(): number {
    return this.#host.pid ?? -1;
  }

  /** Words for the guest's kernel command line with which guest 0, 1, … finds the servers. */
  buildGuestWords(name: string): readonly string[] {
    const words = ["GUEST_NET=dhcp", `GUEST_NAME=${name}`];
    if (this.isolation !== "user-mode") return words;
    const { dns, http } = this.ports;
    return [...words, `GUEST_DNS=${USER_MODE.host}:${dns}`, `GUEST_WEB=${USER_MODE.host}:${http}`];
  }

  /** Words that give guest 0, 1, … an IPv6 address and a server there, too; none with a user-mode network. */
  buildIpv6Words(index: number): readonly string[] {
    const { ip6 } = this.guests[index] ?? {};
    if (this.isolation === "user-mode" || ip6 === undefined) return [];
    return [`GUEST_IP6=${ip6}/${BRIDGE.prefix6}`, `GUEST_WEB6=[${BRIDGE.ip6}]`];
  }

  /** Runs a command inside the lab to its end. The signal sends it SIGINT. */
  async run(command: LabCommand, signal?: AbortSignal): Promise<CommandEnd> {
    this.#ids += 1;
    const id = this.#ids;
    const interrupt = () => this.#tell({ signal: "SIGINT", id });
    signal?.addEventListener("abort", interrupt, { once: true });
    const said = await this.#ask(id, { run: command, id });
    signal?.removeEventListener("abort", interrupt);
    if ("ended" in said) return said.ended;
    throw new Error("the lab answered something else");
  }

  /** The frames that crossed a guest's tap since the lab was opened; undefined with a user-mode network. */
  async countFrames(index: number): Promise<TapFrames | undefined> {
    const name = this.guests[index]?.interface;
    if (name === undefined) return undefined;
    this.#ids += 1;
    const said = await this.#ask(this.#ids, { frames: name, id: this.#ids }, ANSWER_MS);
    return "frames" in said ? said.frames : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#host.exitCode !== null || this.#host.signalCode !== null) return;
    const exited = once(this.#host, "exit");
    const timer = setTimeout(() => this.#host.kill("SIGKILL"), CLOSE_MS);
    this.#tell({ close: true });
    await exited;
    clearTimeout(timer);
  }

  async #open(busyboxPath: string): Promise<void> {
    const { isolation, guests } = this;
    const said = await this.#ask(
      "opened",
      { open: { isolation, guests: guests.length, busyboxPath } },
      OPEN_MS,
    );
    if ("refused" in said) throw new Error(`the lab cannot be made: ${said.refused}`);
    if ("opened" in said) Object.assign(this.ports, said.opened);
  }

  #ask(id: number | "opened", message: ToLab, timeoutMs?: number): Promise<FromLab> {
    return new Promise((resolveAnswer, reject) => {
      const late = () => reject(new Error(`the lab did not answer within ${timeoutMs} ms`));
      const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
      const lost = (code: number | null) => reject(new Error(`the lab's process ended with ${code}`));
      this.#host.once("exit", lost);
      this.#waiting.set(id, (said) => {
        clearTimeout(timer);
        this.#host.off("exit", lost);
        resolveAnswer(said);
      });
      this.#tell(message);
    });
  }

  #tell(message: ToLab): void {
    if (this.#host.connected) this.#host.send(message);
  }

  #hear(said: FromLab): void {
    if ("entry" in said) this.entries.push(said.entry);
    const id = "id" in said ? said.id : "opened";
    if ("entry" in said) return;
    this.#waiting.get(id)?.(said);
    this.#waiting.delete(id);
  }
}

function buildGuests(isolation: Isolation, count: number): GuestAddress[] {
  if (isolation !== "user-mode") return Array.from({ length: count }, (_, index) => guestAddress(index));
  const { mac, ip6 } = guestAddress(0);
  return [{ mac, ip: USER_MODE.guest, ip6 }];
}

function spawnHost(isolation: Isolation): ChildProcess {
  const node = [process.execPath, "--conditions=@aux/source", "--import", "tsx"];
  const script = resolve(import.meta.dirname, "lab-host.ts");
  const [file, ...args] = [...buildNamespaceCommand(isolation), ...node, script] as const;
  return spawn(file, args, { cwd: PROJECT_PATH, stdio: ["ignore", "inherit", "inherit", "ipc"] });
}
