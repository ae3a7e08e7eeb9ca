import { mkdirSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { AuxiliaryError, type Journal, type Problem } from "@aux/core";
import { connectQmp, type QmpClient, QmpError, QmpSwitchboard, type ShutdownReason } from "@aux/qmp";
import { ConsoleRelay } from "../console/console-relay.ts";
import { type PowerOffOptions, powerOff } from "../power/power-off.ts";
import { qemuProblem } from "../qemu-problems.ts";
import { UndoList } from "../undo-list.ts";
import { buildArguments, type Launch } from "./build-arguments.ts";
import { explainExit } from "./explain-exit.ts";
import { type QemuExit, QemuProcess, type QemuStart } from "./qemu-process.ts";

/** How a machine went off. */
export interface PowerEnd {
  readonly exit: QemuExit;
  /** Out of QEMU's SHUTDOWN event; undefined when QEMU ended without one. */
  readonly reason: ShutdownReason | undefined;
}

const MONITOR_MS = 30_000;
const LOOK_MS = 2;
/** How long a process may take to end once its monitor has. */
const EXIT_MS = 2_000;

/** One QEMU with its sockets: made, launched paused, let run, ended, and nothing of it left. */
export class QemuMachine {
  /** Resolves when QEMU is gone. Never rejects, and never resolves for one that was not launched. */
  readonly ended: Promise<PowerEnd>;
  readonly #name: string;
  readonly #sockets: Launch["sockets"];
  readonly #undo = new UndoList();
  #switchboard: QmpSwitchboard | undefined;
  #relay: ConsoleRelay | undefined;
  #process: QemuProcess | undefined;
  #monitor: QmpClient | undefined;
  #reason: ShutdownReason | undefined;
  #markEnded: (end: PowerEnd) => void = () => {};

  constructor(name: string, sockets: Launch["sockets"]) {
    this.#name = name;
    this.#sockets = sockets;
    this.ended = new Promise((resolve) => {
      this.#markEnded = resolve;
    });
  }

  get isRunning(): boolean {
    return this.#process?.isRunning === true;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** The machine's own monitor. Throws before the launch. */
  get monitor(): QmpClient {
    if (this.#monitor === undefined) throw new Error(`the machine ${this.#name} was not launched`);
    return this.#monitor;
  }

  /** Makes the private folder and opens the sockets for clients, before there is a machine. @throws AUX_QMP_SWITCHBOARD_FAILED */
  async open(journal?: Journal): Promise<void> {
    const { folder, qmp, console } = this.#sockets;
    const note = journal?.addAcquired({ what: `the folder ${folder}`, recover: { remove: folder } });
    mkdirSync(folder, { mode: 0o700 });
    this.#undo.add(() => {
      rmSync(folder, { recursive: true, force: true });
      note?.();
    });
    const switchboard = await QmpSwitchboard.open(qmp);
    this.#switchboard = switchboard;
    this.#undo.add(() => switchboard.close());
    const relay = await ConsoleRelay.open(console);
    this.#relay = relay;
    this.#undo.add(() => relay.close());
  }

  /**
   * Starts QEMU, paused. Resolves when its state is loaded, clients are connected, and what they had asked is answered.
   *
   * @throws AUX_QEMU_DIED and what else explains QEMU's end; AUX_QMP_QUEUED_LATE, AUX_QMP_ABORTED
   */
  async launch(launch: Launch, start: Omit<QemuStart, "args">, signal: AbortSignal): Promise<void> {
    const child = QemuProcess.start({ ...start, args: buildArguments(launch) });
    this.#process = child;
    void child.exited.then((exit) => this.#hearEnd(exit));
    const gone = new AbortController();
    void child.exited.then(() => gone.abort());
    try {
      await this.#connect(AbortSignal.any([signal, gone.signal]));
    } catch (error) {
      const exit = signal.aborted ? undefined : await findExit(child, error);
      if (exit === undefined) throw error;
      throw new AuxiliaryError(explainExit(this.#name, exit), { cause: error });
    }
  }

  /** Lets the machine run. */
  async run(signal: AbortSignal): Promise<void> {
    await this.monitor.execute("cont", undefined, { signal });
  }

  /** Ends QEMU, by force if need be, and says what was not as it should be. Nothing when it has ended. */
  async powerOff(options: PowerOffOptions): Promise<readonly Problem[]> {
    if (this.#process === undefined) return [];
    return powerOff({ name: this.#name, process: this.#process, monitor: this.#monitor }, options);
  }

  /** Takes away sockets and folder. Rejects when something could not be. */
  async release(): Promise<void> {
    this.#process?.kill();
    await this.#process?.exited;
    await this.#undo.undoAll();
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { monitor: path, serial } = this.#sockets;
    const monitor = await connectQmp({ path }, { timeoutMs: MONITOR_MS, signal });
    this.#monitor = monitor;
    monitor.on("SHUTDOWN", ({ data }) => {
      this.#reason = data.reason;
    });
    await untilLoaded(monitor, signal);
    await this.#switchboard?.attach(monitor);
    await this.#relay?.attach(serial, signal);
  }

  /** QEMU's last event may still be on its way when the process is gone: its connection ends after it. */
  async #hearEnd(exit: QemuExit): Promise<void> {
    await this.#monitor?.ended;
    this.#markEnded({ exit, reason: this.#reason });
  }
}

/** A monitor that goes is the first that is seen of QEMU's end; the process follows. */
async function findExit(child: QemuProcess, error: unknown): Promise<QemuExit | undefined> {
  const isGoing = error instanceof QmpError && error.code === "AUX_QMP_CLOSED";
  if (child.isRunning && !isGoing) return undefined;
  return Promise.race([child.exited, delay(EXIT_MS, undefined, { ref: false })]);
}

/** Incoming state is loaded when QEMU says `inmigrate` no more. */
async function untilLoaded(monitor: QmpClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { status } = await monitor.execute("query-status", undefined, { signal, timeoutMs: MONITOR_MS });
    if (status !== "inmigrate") return;
    await delay(LOOK_MS, undefined, { signal });
  }
}

/** What the end of a machine that nobody had asked to end must be said to be; undefined when the guest powered off. */
export function judgeEnd(name: string, { exit, reason }: PowerEnd): Problem | undefined {
  if (reason === "guest-panic")
    return qemuProblem("AUX_QEMU_GUEST_PANIC", `the guest of the machine ${name} panicked`);
  return reason === undefined || OF_THE_HOST.has(reason) ? explainExit(name, exit) : undefined;
}

/** Neither the guest nor a client of the monitor wanted it. */
const OF_THE_HOST: ReadonlySet<ShutdownReason> = new Set(["host-error", "host-signal"]);
