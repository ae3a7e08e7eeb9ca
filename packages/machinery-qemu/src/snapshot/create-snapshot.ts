import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AuxiliaryError, type Machine, type Problem, reasonOf } from "@aux/core";
import type { QmpClient } from "@aux/qmp";
import { checkHost, findQemu } from "../host/check-host.ts";
import { findQemuImg, makeOverlay, readImageFormat } from "../host/qemu-img.ts";
import { explainExit } from "../launch/explain-exit.ts";
import { QemuMachine } from "../launch/qemu-machine.ts";
import { chooseSocketPaths } from "../launch/socket-paths.ts";
import { takeMachine } from "../lock/take-machine.ts";
import { type MachinePlan, planMachine } from "../machine-plan.ts";
import type { QemuOptions } from "../options/qemu-options.ts";
import { qemuProblem } from "../qemu-problems.ts";
import { UndoList } from "../undo-list.ts";
import { buildFilesIn, buildSnapshotFiles, readBaseImage, type SnapshotFiles } from "./snapshot-files.ts";
import { buildShape, type SnapshotManifest } from "./snapshot-manifest.ts";

/** A snapshot to be made. */
export interface SnapshotRequest {
  /** The machine as configured; its own `snapshot` is not looked at. */
  readonly machine: Machine;
  readonly options: QemuOptions;
  /** The snapshot's name. */
  readonly name: string;
  /** Resolves when the machine is as it is to be kept. Gets its sockets (`qmp`, `console`, `vnc`, `agent`). */
  readonly untilReady: (machine: Machine, signal: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Not worth asking the guest: it is thrown away. */
const END = { powerdownTimeoutMs: 0, quitTimeoutMs: 5_000 };
const SAVE_MS = 600_000;
const LOOK_MS = 10;
/** As fast as the disk takes it, in bytes per second. */
const NO_LIMIT = 2 ** 40;

/**
 * Boots a machine from its base, waits until it is as it is to be kept, and writes its memory, its devices and what it
 * had written to its disk. The base image is only read; a snapshot is there whole or not at all.
 *
 * @returns what the snapshot is
 * @throws what `check()` finds, AUX_QEMU_SNAPSHOT_EXISTS, AUX_QEMU_SNAPSHOT_FAILED, AUX_MACHINE_IN_USE,
 * AUX_QEMU_DIED, and what `untilReady` throws
 */
export async function createSnapshot(request: SnapshotRequest): Promise<SnapshotManifest> {
  const { options, name, signal = new AbortController().signal } = request;
  const { snapshot: _, ...machine } = request.machine;
  const sockets = chooseSocketPaths();
  const plan = planMachine(machine, options, sockets);
  await assertPossible(plan, name);
  const undo = new UndoList();
  try {
    const lock = takeMachine({
      machine: machine.name,
      snapshotsPath: plan.options.snapshots,
      purpose: `the snapshot ${name}`,
      folder: sockets.folder,
    });
    undo.add(() => lock.release());
    const draft = makeDraft(plan, name, undo);
    const qemu = new QemuMachine(machine.name, sockets);
    undo.add(() => qemu.release());
    await qemu.open();
    await launch(qemu, plan, sockets, draft, signal);
    await qemu.run(signal);
    await untilReady(qemu, request, plan, signal);
    const manifest = await save(qemu.monitor, plan, name, draft, signal);
    await qemu.powerOff({ ...END, signal });
    writeFileSync(draft.manifest, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft.folder, buildSnapshotFiles(plan.options.snapshots, name).folder);
    return manifest;
  } finally {
    await undo.undoAll();
  }
}

async function assertPossible(plan: MachinePlan, name: string): Promise<void> {
  const problems = [...(await checkHost(plan))];
  const { folder } = buildSnapshotFiles(plan.options.snapshots, name);
  if (existsSync(folder))
    problems.push(
      qemuProblem("AUX_QEMU_SNAPSHOT_EXISTS", `there is a snapshot ${name} in ${folder} already`),
    );
  const [first] = problems;
  if (first !== undefined) throw new AuxiliaryError(first, { problems });
}

/** Beside its later place, so that moving it there is one step. */
function makeDraft(plan: MachinePlan, name: string, undo: UndoList): SnapshotFiles {
  const draft = buildFilesIn(join(plan.options.snapshots, `.${name}.${randomBytes(4).toString("hex")}`));
  try {
    mkdirSync(draft.folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw failed(name, reasonOf(error));
  }
  undo.add(() => rmSync(draft.folder, { recursive: true, force: true }));
  return draft;
}

async function launch(
  qemu: QemuMachine,
  plan: MachinePlan,
  sockets: ReturnType<typeof chooseSocketPaths>,
  draft: SnapshotFiles,
  signal: AbortSignal,
): Promise<void> {
  const { options, machine, mac, accel, machineType } = plan;
  const { image } = options;
  if (image !== undefined) {
    const qemuImg = findQemuImg(options.qemuImg);
    await makeOverlay(qemuImg, { path: image, format: await readImageFormat(qemuImg, image) }, draft.disk);
  }
  await qemu.launch(
    {
      name: machine.name,
      options,
      sockets,
      mac,
      interface: machine.interface,
      accel,
      machineType,
      diskPath: image === undefined ? undefined : draft.disk,
      isIncoming: false,
    },
    {
      file: findQemu(options.qemu),
      logPath: join(draft.folder, "qemu.log"),
      env: { [STATE_VARIABLE]: draft.state },
    },
    signal,
  );
}

async function untilReady(
  qemu: QemuMachine,
  request: SnapshotRequest,
  plan: MachinePlan,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const wait = AbortSignal.any([signal, over.signal]);
  const died = qemu.ended.then(({ exit }) => {
    throw new AuxiliaryError(explainExit(plan.machine.name, exit));
  });
  died.catch(() => {});
  const givenUp = new Promise<never>((_, reject) => {
    wait.addEventListener("abort", () => reject(wait.reason), { once: true });
  });
  givenUp.catch(() => {});
  try {
    await Promise.race([request.untilReady(plan.machine, wait), died, givenUp]);
  } finally {
    over.abort();
  }
}

/** QEMU hands the command to a shell: its text is fixed, and the path comes by the environment. */
const STATE_VARIABLE = "MACHINERY_QEMU_STATE";
const SAVE_URI = `exec:cat > "$${STATE_VARIABLE}"`;

async function save(
  monitor: QmpClient,
  plan: MachinePlan,
  name: string,
  draft: SnapshotFiles,
  signal: AbortSignal,
): Promise<SnapshotManifest> {
  const { options, machine, accel, mac } = plan;
  const type = await monitor.execute("qom-get", { path: "/machine", property: "type" }, { signal });
  await saveState(monitor, name, signal);
  if (!existsSync(draft.state) || statSync(draft.state).size === 0) throw failed(name, "the state is empty");
  const { major, minor, micro } = monitor.greeting.version.qemu;
  return {
    version: 1,
    name,
    machine: machine.name,
    created: new Date().toISOString(),
    qemu: `${major}.${minor}.${micro}`,
    machineType: String(type).replace(/-machine$/, ""),
    accel,
    mac,
    shape: buildShape(options),
    ...(options.image === undefined ? {} : { image: readBaseImage(options.image) }),
  };
}

/** @throws AUX_QEMU_SNAPSHOT_FAILED */
async function saveState(monitor: QmpClient, name: string, signal: AbortSignal): Promise<void> {
  try {
    await monitor.execute("stop", undefined, { signal });
    await monitor.execute("migrate-set-parameters", { "max-bandwidth": NO_LIMIT }, { signal });
    await monitor.execute("migrate", { uri: SAVE_URI }, { signal });
  } catch (error) {
    throw failed(name, reasonOf(error));
  }
  await untilSaved(monitor, name, signal);
}

async function untilSaved(monitor: QmpClient, name: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + SAVE_MS;
  while (Date.now() < deadline) {
    const { status, "error-desc": reason } = await monitor.execute("query-migrate", undefined, { signal });
    if (status === "completed") return;
    if (status === "failed" || status === "cancelled") throw failed(name, reason ?? status);
    await delay(LOOK_MS, undefined, { signal });
  }
  throw failed(name, `it was not done within ${SAVE_MS / 1000} s`);
}

function failed(name: string, reason: string): AuxiliaryError {
  const problem: Problem = qemuProblem(
    "AUX_QEMU_SNAPSHOT_FAILED",
    `the snapshot ${name} was not made: ${reason}`,
  );
  return new AuxiliaryError(problem);
}
