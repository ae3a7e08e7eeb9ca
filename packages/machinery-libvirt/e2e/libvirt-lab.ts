import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findExecutable, killGroup, spawnGuarded } from "@aux/core";
import { vi } from "vitest";

const run = promisify(execFile);
const DEADLINE_MS = 15_000;
/** A session daemon of root's would be the system's: as root it runs as this user. Source: passwd(5), nobody. */
const NOBODY = 65_534;

/**
 * A libvirt daemon of its own in a folder of its own, for its test driver and for real domains without any rights. The
 * test driver's state lives as long as a connection to it: the lab holds one, so that each call of virsh finds what
 * the one before has left.
 */
export class LibvirtLab {
  readonly path = mkdtempSync(join(tmpdir(), "libvirt-"));
  readonly #daemon: ChildProcess;
  readonly #holders: ChildProcess[] = [];

  constructor() {
    for (const name of ["home", "run"]) mkdirSync(join(this.path, name), { mode: 0o700 });
    const isRoot = process.getuid?.() === 0;
    if (isRoot) for (const name of ["", "home", "run"]) chownSync(join(this.path, name), NOBODY, NOBODY);
    const identity = ["--reuid", String(NOBODY), "--regid", String(NOBODY), "--clear-groups"];
    const daemon = findExecutable("libvirtd");
    const [file = daemon, ...args] = isRoot ? [findExecutable("setpriv"), ...identity, daemon] : [];
    this.#daemon = spawnGuarded(file, args, {
      cwd: this.path,
      env: { PATH: process.env.PATH, HOME: join(this.path, "home"), XDG_RUNTIME_DIR: join(this.path, "run") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#daemon.stdout, this.#daemon.stderr]) stream?.resume();
  }

  /** The test driver's `test:///default`: one running domain called `test`. */
  get testUri(): string {
    return `test+unix:///default?socket=${this.#socketPath}`;
  }

  /** Real domains, of the daemon's user. */
  get qemuUri(): string {
    return `qemu+unix:///session?socket=${this.#socketPath}`;
  }

  get #socketPath(): string {
    return join(this.path, "run/libvirt/libvirt-sock");
  }

  async start(): Promise<void> {
    await vi.waitUntil(() => existsSync(this.#socketPath), { timeout: DEADLINE_MS, interval: 20 });
    await this.virsh(this.qemuUri, "uri");
  }

  /**
   * Keeps the test driver's state until the returned function ends it, which makes the next one's fresh. The daemon
   * notices a little later that the connection before has ended: until then its state is still the old one.
   */
  async hold(): Promise<() => Promise<void>> {
    const held = await vi.waitUntil(() => this.#connectToFreshDriver(), {
      timeout: DEADLINE_MS,
      interval: 50,
    });
    return () => endHolder(held);
  }

  async #connectToFreshDriver(): Promise<ChildProcess | undefined> {
    const holder = spawn("virsh", ["--connect", this.testUri], { stdio: ["pipe", "pipe", "inherit"] });
    this.#holders.push(holder);
    let said = "";
    holder.stdout.on("data", (text) => (said += text));
    holder.stdin.write("domstate test\n");
    const answer = /\b(running|shut off|paused|crashed)\n/;
    await vi.waitUntil(() => answer.test(said), { timeout: DEADLINE_MS, interval: 10 });
    if (said.includes("running\n")) return holder;
    await endHolder(holder);
    return undefined;
  }

  async virsh(uri: string, ...args: readonly string[]): Promise<string> {
    const options = { timeout: DEADLINE_MS, env: { ...process.env, LC_ALL: "C" } };
    const { stdout } = await run("virsh", ["--quiet", "--connect", uri, ...args], options);
    return stdout.trim();
  }

  /** A file that the daemon can read and write. */
  write(name: string, text: string): string {
    const path = join(this.path, name);
    writeFileSync(path, text);
    if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY);
    return path;
  }

  async remove(): Promise<void> {
    for (const holder of this.#holders) holder.kill("SIGKILL");
    const { pid, exitCode } = this.#daemon;
    if (pid !== undefined && exitCode === null) {
      const ended = new Promise((done) => this.#daemon.once("exit", done));
      killGroup(pid, "SIGTERM");
      await ended;
      killGroup(pid, "SIGKILL");
    }
    rmSync(this.path, { recursive: true, force: true });
  }
}

async function endHolder(holder: ChildProcess): Promise<void> {
  if (holder.exitCode !== null || holder.signalCode !== null) return;
  const ended = new Promise((done) => holder.once("exit", done));
  holder.stdin?.end("quit\n");
  await ended;
}
