import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectQmp, type QmpClient, QmpSwitchboard } from "@aux/qmp";

const EXIT_MS = 5_000;

/** A real QEMU that holds nothing but its firmware, as a machinery drives it: paused until `run()`, behind a switchboard. */
export class FirmwareMachine implements AsyncDisposable {
  readonly folder: string;
  readonly switchboard: QmpSwitchboard;
  #qemu: ChildProcess | undefined;
  #client: QmpClient | undefined;

  private constructor(folder: string, switchboard: QmpSwitchboard) {
    this.folder = folder;
    this.switchboard = switchboard;
  }

  /** Before the machine exists: only its switchboard is there. */
  static async prepare(): Promise<FirmwareMachine> {
    const folder = mkdtempSync(join(tmpdir(), "vm-"));
    return new FirmwareMachine(folder, await QmpSwitchboard.open(join(folder, "switchboard")));
  }

  /** Starts QEMU, has what waited for it answered, and lets it run. */
  async run(...args: readonly string[]): Promise<QmpClient> {
    const path = join(this.folder, "qmp");
    const basic = ["-S", "-nodefaults", "-no-user-config", "-display", "none", "-m", "16"];
    const monitor = ["-qmp", `unix:${path},server=on,wait=off`];
    this.#qemu = spawn("qemu-system-x86_64", [...basic, ...monitor, ...args], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const client = await connectQmp({ path });
    this.#client = client;
    await this.switchboard.attach(client);
    await client.execute("cont");
    return client;
  }

  /** Resolves when the machine is off, as after `quit`. */
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
}
