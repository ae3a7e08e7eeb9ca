import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectQmp, type QmpClient, QmpSwitchboard } from "@aux/qmp";

/** An input event that reached QEMU's devices: `key a 1`, `btn 0 1`, `abs 0 16384`, `rel 1 -5`. */
export interface TracedEvent {
  readonly kind: "key" | "btn" | "abs" | "rel";
  readonly name: string;
  readonly value: number;
}

const EXIT_MS = 5_000;
const TRACES = ["input_event_key_qcode", "input_event_btn", "input_event_abs", "input_event_rel"];
const TRACE = /input_event_(key|btn|abs|rel)\w* .*?(?:key qcode|button|axis) (\S+?), (?:down|value) (\S+)/g;

/** A real QEMU that holds nothing but its firmware and tells each input event; behind a switchboard, as in an analysis. */
export class TracedMachine implements AsyncDisposable {
  readonly folder: string;
  readonly switchboard: QmpSwitchboard;
  readonly vnc: string;
  #qemu: ChildProcess | undefined;
  #client: QmpClient | undefined;

  private constructor(folder: string, switchboard: QmpSwitchboard) {
    this.folder = folder;
    this.switchboard = switchboard;
    this.vnc = join(folder, "vnc");
  }

  /** Before the machine exists: only its switchboard is there. */
  static async prepare(): Promise<TracedMachine> {
    const folder = mkdtempSync(join(tmpdir(), "vm-"));
    return new TracedMachine(folder, await QmpSwitchboard.open(join(folder, "switchboard")));
  }

  /** Starts QEMU with these devices, behind the switchboard, and lets it run. */
  async run(args: readonly string[] = ["-device", "virtio-tablet-pci"], vnc = ""): Promise<QmpClient> {
    const client = await this.spawn(args, vnc);
    await this.switchboard.attach(client);
    await client.execute("cont");
    return client;
  }

  /** Starts QEMU paused, with a monitor of its own only. */
  async spawn(args: readonly string[], vnc = ""): Promise<QmpClient> {
    const path = join(this.folder, "monitor");
    const basic = ["-S", "-nodefaults", "-no-user-config", "-m", "16", "-vga", "std"];
    const sockets = ["-qmp", `unix:${path},server=on,wait=off`, "-vnc", `unix:${this.vnc}${vnc}`];
    const traces = ["-D", this.#tracePath, ...TRACES.flatMap((name) => ["-trace", name])];
    this.#qemu = spawn("qemu-system-x86_64", [...basic, ...sockets, ...traces, ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    this.#client = await connectQmp({ path });
    return this.#client;
  }

  /** What its devices got so far, in order. */
  events(): readonly TracedEvent[] {
    if (!existsSync(this.#tracePath)) return [];
    return [...readFileSync(this.#tracePath, "utf8").matchAll(TRACE)].map(([, kind, name = "", value]) => ({
      kind: kind as TracedEvent["kind"],
      name,
      value: Number(value),
    }));
  }

  /** The names of keys and buttons that were pressed and not released. */
  held(): readonly string[] {
    const down = new Set<string>();
    for (const { kind, name, value } of this.events()) {
      if (kind !== "key" && kind !== "btn") continue;
      if (value === 1) down.add(name);
      else down.delete(name);
    }
    return [...down];
  }

  /** Resolves when QEMU is gone. */
  async powerOff(): Promise<void> {
    const qemu = this.#qemu;
    if (qemu === undefined || qemu.exitCode !== null || qemu.signalCode !== null) return;
    const exited = once(qemu, "exit");
    const timer = setTimeout(() => qemu.kill("SIGKILL"), EXIT_MS);
    await this.#client?.execute("quit").catch(() => qemu.kill("SIGKILL"));
    await exited;
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.powerOff();
    await this.switchboard.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #tracePath(): string {
    return join(this.folder, "trace");
  }
}
