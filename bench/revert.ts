import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { resolveOptions } from "@aux/core";
import { createSnapshot, QEMU_OPTIONS, QemuMachinery, type QemuOptions } from "@aux/machinery-qemu";
import { buildGuest, type Guest } from "../guest/build-guest.ts";
import { type BenchRow, formatMs, formatRatio } from "./bench-row.ts";
import { findMedian } from "./harness.ts";

const LIMIT = 1.5;
const ROUNDS = 15;
const MAC = "52:54:00:00:be:7c";
const MEMORY = 128;
const MACHINE = { name: "bench", mac: MAC, snapshot: "ready" };
const PATIENCE_MS = 30_000;
const LOOK_MS = 2;

/** From a snapshot to a guest that runs: through the machinery, and by a script that starts QEMU by hand. */
export async function benchRevert(): Promise<readonly BenchRow[]> {
  const temporaryPath = mkdtempSync(join(tmpdir(), "bench-revert-"));
  try {
    const guest = await buildGuest();
    const snapshots = join(temporaryPath, "snapshots");
    const options = await resolve(guest, snapshots);
    const { machineType } = await createSnapshot({
      machine: MACHINE,
      options,
      name: "ready",
      untilReady: () => delay(3_000),
    });
    const ours: number[] = [];
    const byHand: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      ours.push(await revert(options, join(temporaryPath, `${round}`)));
      byHand.push(await revertByHand(guest, machineType, join(snapshots, "ready", "state"), temporaryPath));
    }
    return [buildRow(findMedian(ours.slice(1)), findMedian(byHand.slice(1)))];
  } finally {
    rmSync(temporaryPath, { recursive: true, force: true });
  }
}

function buildRow(oursMs: number, byHandMs: number): BenchRow {
  return {
    what: `machinery-qemu, snapshot of a ${MEMORY} MiB guest -> running`,
    ours: formatMs(oursMs),
    comparedWith: `QEMU by hand, ${formatMs(byHandMs)}`,
    ratio: formatRatio(oursMs, byHandMs),
    limit: `${LIMIT} ×`,
    isMet: oursMs <= byHandMs * LIMIT,
  };
}

async function resolve(guest: Guest, snapshots: string): Promise<QemuOptions> {
  const { kernelPath: kernel, initrdPath: initrd } = guest;
  const given = { kernel, initrd, append: "console=ttyS0 quiet", memory: MEMORY, snapshots, accel: "tcg" };
  const { options } = await resolveOptions(
    QEMU_OPTIONS,
    { ...given, powerdownTimeout: 0 },
    { section: "bench" },
  );
  return options as QemuOptions;
}

/** Lock, sockets and all: what an analysis waits for. */
async function revert(options: QemuOptions, analysisPath: string): Promise<number> {
  const machinery = new QemuMachinery({ machine: MACHINE, options, analysisPath, task: { id: "1" } });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const startedMs = performance.now();
  try {
    await machinery.prepare();
    await machinery.revert(signal);
    await machinery.start(signal);
    return performance.now() - startedMs;
  } finally {
    await machinery.stop(signal);
  }
}

/** The least that a script must do: the same machine, its state on standard input, and three commands. */
async function revertByHand(
  guest: Guest,
  machineType: string,
  statePath: string,
  folder: string,
): Promise<number> {
  const monitorPath = join(folder, "monitor");
  const state = openSync(statePath, "r");
  const startedMs = performance.now();
  const args = buildArguments(guest, machineType, folder);
  const qemu = spawn("qemu-system-x86_64", args, { stdio: [state, "ignore", "inherit"] });
  const gone = once(qemu, "exit");
  try {
    const socket = await connect(monitorPath);
    const ask = startAsking(socket);
    await ask("qmp_capabilities");
    while ((await ask("query-status")).includes('"inmigrate"')) await delay(LOOK_MS);
    await ask("cont");
    return performance.now() - startedMs;
  } finally {
    qemu.kill("SIGKILL");
    await gone;
    closeSync(state);
    rmSync(monitorPath, { force: true });
  }
}

function buildArguments(
  { kernelPath, initrdPath }: Guest,
  machineType: string,
  folder: string,
): readonly string[] {
  const text = `-nodefaults -no-user-config -S -machine ${machineType} -accel tcg -m ${MEMORY} -smp 1 -display none
    -chardev null,id=console -serial chardev:console -vga std
    -netdev user,id=net0 -device virtio-net-pci,netdev=net0,mac=${MAC} -incoming fd:0`;
  const monitor = `unix:${join(folder, "monitor")},server=on,wait=off`;
  const sockets = ["-qmp", monitor, "-vnc", `unix:${join(folder, "vnc")}`];
  const boot = ["-kernel", kernelPath, "-initrd", initrdPath, "-append", "console=ttyS0 quiet"];
  return [...text.trim().split(/\s+/), ...sockets, ...boot];
}

async function connect(path: string): Promise<Socket> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const socket = createConnection(path);
    try {
      await once(socket, "connect");
      return socket;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(LOOK_MS);
    }
  }
}

/** Sends a command and returns the line that answers it. */
function startAsking(socket: Socket): (command: string) => Promise<string> {
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  return async (command) => {
    socket.write(`${JSON.stringify({ execute: command })}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`QEMU ended before it answered ${command}`);
      if (String(value).includes('"return"') || String(value).includes('"error"')) return String(value);
    }
  };
}
