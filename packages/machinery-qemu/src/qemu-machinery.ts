import { join } from "node:path";
import {
  MACHINERY_API,
  MACHINERY_BRAND,
  type MachineExit,
  type Machinery,
  type MachineryContext,
  type MachineryDeadlines,
} from "@aux/analysis";
import { AuxiliaryError, type Journal, type Machine, type Problem } from "@aux/core";
import { checkHost, findQemu } from "./host/check-host.ts";
import { findQemuImg, makeOverlay, readImageFormat } from "./host/qemu-img.ts";
import { judgeEnd, type PowerEnd, QemuMachine } from "./launch/qemu-machine.ts";
import { chooseSocketPaths, type SocketPaths } from "./launch/socket-paths.ts";
import { takeMachine } from "./lock/take-machine.ts";
import { type MachinePlan, planMachine } from "./machine-plan.ts";
import { QEMU_OPTIONS, type QemuOptions } from "./options/qemu-options.ts";
import { buildSnapshotFiles } from "./snapshot/snapshot-files.ts";
import { UndoList } from "./undo-list.ts";

/** Beside the time of the ways themselves: for killing, and for taking everything away. */
const STOP_MARGIN_MS = 10_000;

/**
 * Drives one QEMU machine through one analysis. Reverting is a new QEMU with the snapshot's state, over a throw-away
 * layer: the base image and the snapshot are only read, so any number of machines can run from them.
 */
export class QemuMachinery implements Machinery {
  static readonly [MACHINERY_BRAND] = MACHINERY_API;
  static readonly options = QEMU_OPTIONS;

  /** With its sockets, its address and its backend; known from the construction on. */
  readonly machine: Machine;
  readonly ended: Promise<MachineExit | undefined>;
  readonly deadlines: Partial<MachineryDeadlines>;
  readonly #context: MachineryContext<QemuOptions>;
  readonly #sockets: SocketPaths = chooseSocketPaths();
  readonly #plan: MachinePlan;
  readonly #qemu: QemuMachine;
  readonly #undo = new UndoList();
  readonly #problems: Problem[] = [];
  #stopping: Promise<void> | undefined;
  #markEnded: () => void = () => {};
  #markLost: (error: AuxiliaryError) => void = () => {};

  constructor(context: MachineryContext<QemuOptions>) {
    this.#context = context;
    this.#plan = planMachine(context.machine, context.options, this.#sockets);
    this.machine = this.#plan.machine;
    this.#qemu = new QemuMachine(this.machine.name, this.#sockets);
    const { powerdownTimeout, quitTimeout } = context.options;
    this.deadlines = { stopTimeoutMs: (powerdownTimeout + quitTimeout) * 1_000 + STOP_MARGIN_MS };
    this.ended = new Promise((resolve, reject) => {
      this.#markEnded = () => resolve(undefined);
      this.#markLost = reject;
    });
    this.ended.catch(() => {});
    void this.#qemu.ended.then((end) => this.#hearEnd(end));
  }

  /** AUX_QEMU_POWERDOWN_IGNORED, AUX_QEMU_KILLED, AUX_QEMU_GUEST_PANIC: what the record must say. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  describe(): string {
    const { accel, options, snapshot, machineType } = this.#plan;
    const from = snapshot === undefined ? "a fresh boot" : `the snapshot ${snapshot.name}`;
    const chosen = options.accel === "auto" ? `${accel} (chosen)` : accel;
    return `QEMU ${machineType}, ${chosen}, ${options.memory} MiB, ${options.cpus} CPU, from ${from}`;
  }

  check(): Promise<readonly Problem[]> {
    return checkHost(this.#plan);
  }

  /** Takes the machine for this analysis, and opens the sockets at which auxiliaries may connect. @throws AUX_MACHINE_IN_USE, AUX_MACHINE_LOCK_FAILED, AUX_QMP_SWITCHBOARD_FAILED */
  async prepare(_?: AbortSignal, journal?: Journal): Promise<void> {
    const { analysisPath, machine } = this.#context;
    const { folder } = this.#sockets;
    const { snapshots: snapshotsPath } = this.#plan.options;
    const request = { machine: machine.name, snapshotsPath, purpose: analysisPath, folder, journal };
    const lock = takeMachine(request);
    this.#undo.add(() => lock.release());
    this.#undo.add(() => this.#qemu.release());
    await this.#qemu.open(journal);
  }

  /** A new QEMU, paused where the snapshot was taken, or before the first instruction where there is none. */
  async revert(signal: AbortSignal, journal?: Journal): Promise<void> {
    signal.throwIfAborted();
    const { options, machine, mac, accel, machineType, snapshot } = this.#plan;
    const diskPath = await this.#makeDisk();
    const files = snapshot && buildSnapshotFiles(options.snapshots, snapshot.name);
    const launch = {
      name: machine.name,
      options,
      sockets: this.#sockets,
      mac,
      interface: machine.interface,
      accel,
      machineType,
      diskPath,
      isIncoming: files !== undefined,
    };
    const logPath = join(this.#context.analysisPath, "logs", "qemu.log");
    await this.#qemu.launch(
      launch,
      { file: findQemu(options.qemu), logPath, inputPath: files?.state, journal },
      signal,
    );
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#qemu.run(signal);
  }

  stop(signal: AbortSignal): Promise<void> {
    this.#stopping ??= this.#stop(signal);
    return this.#stopping;
  }

  async #stop(signal: AbortSignal): Promise<void> {
    const { powerdownTimeout, quitTimeout } = this.#plan.options;
    const timeouts = { powerdownTimeoutMs: powerdownTimeout * 1_000, quitTimeoutMs: quitTimeout * 1_000 };
    try {
      this.#problems.push(...(await this.#qemu.powerOff({ ...timeouts, signal })));
    } finally {
      await this.#undo.undoAll();
      this.#markEnded();
    }
  }

  async #makeDisk(): Promise<string | undefined> {
    const { options, snapshot } = this.#plan;
    if (options.image === undefined) return undefined;
    const qemuImg = findQemuImg(options.qemuImg);
    const overlayPath = join(this.#sockets.folder, "disk.qcow2");
    const base =
      snapshot === undefined
        ? { path: options.image, format: await readImageFormat(qemuImg, options.image) }
        : { path: buildSnapshotFiles(options.snapshots, snapshot.name).disk, format: "qcow2" };
    await makeOverlay(qemuImg, base, overlayPath);
    return overlayPath;
  }

  /** An end that somebody had asked for, or a guest's own power-off, is just an end. */
  #hearEnd(end: PowerEnd): void {
    const problem = this.#stopping === undefined ? judgeEnd(this.machine.name, end) : undefined;
    if (problem?.code === "AUX_QEMU_GUEST_PANIC") this.#problems.push(problem);
    else if (problem !== undefined) this.#markLost(new AuxiliaryError(problem));
    this.#markEnded();
  }
}
