import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GuestProject } from "../../e2e/guest-project.ts";
import { findNamespace, hashFile, listFiles, listProcesses } from "../../e2e/left-behind.ts";
import { buildGuest, type Guest } from "../../guest/build-guest.ts";
import { Lab } from "../../guest/lab/lab.ts";
import { listUnfinished } from "./judge-killed-run.ts";
import type { Killable, StartedRun } from "./killable-run.ts";

const SNAPSHOT = "ready";
const MACHINE = { name: "machine0", index: 0 };
const ASK = ["date now", "dns asked", "http asked"];
const START_MS = 10_000;

/** The demo's run: sniffer and console around the real guest, reverted from a snapshot, in a lab of its own. */
export class GuestRun implements Killable {
  readonly #guest: Guest;
  readonly #lab: Lab;
  readonly #project: GuestProject;
  readonly #ids: string[] = [];
  readonly #processes: readonly string[];
  readonly #temporary: readonly string[];
  readonly #hashes: readonly string[];

  private constructor(guest: Guest, lab: Lab, project: GuestProject) {
    this.#guest = guest;
    this.#lab = lab;
    this.#project = project;
    this.#processes = listProcesses(findNamespace(lab.pid));
    this.#temporary = listFiles(project.temporaryPath);
    this.#hashes = this.#hashImages();
  }

  static async open(): Promise<GuestRun> {
    const guest = await buildGuest();
    const lab = await Lab.open({ busyboxPath: guest.busyboxPath });
    const project = new GuestProject(guest, lab, [{ ...MACHINE, keys: { agent: "on" } }]);
    const keys = { agent: "on", snapshots: join(project.path, "snapshots") };
    await project.makeSnapshot({ ...MACHINE, keys }, SNAPSHOT);
    project.configure([{ ...MACHINE, keys: { ...keys, snapshot: SNAPSHOT } }]);
    return new GuestRun(guest, lab, project);
  }

  begin(id: string): StartedRun {
    this.#ids.push(id);
    let hasEnded = false;
    const ended = this.#project.launch({ machine: MACHINE.name, id, ask: ASK }).finally(() => {
      hasEnded = true;
    });
    const kill = async () => {
      const pid = await this.#findRunner(id, () => hasEnded);
      if (pid !== undefined) process.kill(pid, "SIGKILL");
      await ended;
      return pid !== undefined;
    };
    return { kill, ended };
  }

  async auxiliary(...args: readonly string[]) {
    const { code, output } = await this.#project.auxiliary(args);
    return { code, said: output };
  }

  readonly analysisPath = (id: string): string => join(this.#project.path, "storage/analysis", id);

  listProcesses(): readonly string[] {
    const now = listProcesses(findNamespace(this.#lab.pid));
    return now.filter((command) => command !== "" && !this.#processes.includes(command));
  }

  /** The images and the snapshot count, too: a run that is killed must leave them as they were. */
  listTemporary(): readonly string[] {
    const unfinished = this.#ids.flatMap((id) => listUnfinished(this.analysisPath(id)));
    const files = listFiles(this.#project.temporaryPath).filter((file) => !this.#temporary.includes(file));
    const isChanged = this.#hashImages().join() !== this.#hashes.join();
    return [...unfinished, ...files, ...(isChanged ? ["a changed image"] : [])];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#project[Symbol.dispose]();
    await this.#lab[Symbol.asyncDispose]();
  }

  #hashImages(): readonly string[] {
    const snapshots = join(this.#project.path, "snapshots");
    const files = listFiles(snapshots).filter((file) => /\.\w+$/.test(file));
    return [
      this.#guest.kernelPath,
      this.#guest.initrdPath,
      ...files.map((file) => join(snapshots, file)),
    ].map(hashFile);
  }

  /** Undefined for a run that is over already. */
  async #findRunner(id: string, hasEnded: () => boolean): Promise<number | undefined> {
    const end = performance.now() + START_MS;
    while (performance.now() < end && !hasEnded()) {
      const pid = readdirSync("/proc").find((name) => isRunner(name, id, this.#project.path));
      if (pid !== undefined) return Number(pid);
      await delay(5);
    }
    if (hasEnded()) return undefined;
    throw new Error(`there is no runner of ${id}`);
  }
}

/** The runner itself, not the shell that guards its start. */
function isRunner(pid: string, id: string, projectPath: string): boolean {
  try {
    const [file = "", ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const isOurs = readFileSync(`/proc/${pid}/environ`, "utf8").includes(projectPath);
    return isOurs && file.endsWith("node") && args[1] === "run" && args.includes(JSON.stringify({ id }));
  } catch {
    return false;
  }
}
