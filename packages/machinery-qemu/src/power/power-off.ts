import { setTimeout as delay } from "node:timers/promises";
import type { Problem } from "@aux/core";
import type { QmpClient } from "@aux/qmp";
import type { QemuProcess } from "../launch/qemu-process.ts";
import { qemuProblem } from "../qemu-problems.ts";

/** How long each way of ending a machine may take. */
export interface PowerOffOptions {
  /** For the guest to power off when its power button is pressed, in milliseconds; 0: it is not pressed. */
  readonly powerdownTimeoutMs: number;
  /** For QEMU to end when it is told to, in milliseconds. */
  readonly quitTimeoutMs: number;
  /** Aborts when there is no time left: QEMU is killed at once. */
  readonly signal: AbortSignal;
}

/** A machine to be ended. */
export interface PoweredMachine {
  readonly name: string;
  readonly process: QemuProcess;
  /** Undefined when it was never reached. */
  readonly monitor: QmpClient | undefined;
}

/** Asks the guest, then tells QEMU, then kills it; resolves when the process is gone, with what must be said. */
export async function powerOff(
  machine: PoweredMachine,
  options: PowerOffOptions,
): Promise<readonly Problem[]> {
  const { process, monitor } = machine;
  const { powerdownTimeoutMs, quitTimeoutMs, signal } = options;
  const problems: Problem[] = [];
  if (powerdownTimeoutMs > 0 && (await isGuestAlive(machine, signal))) {
    await say(monitor, "system_powerdown");
    if (!(await isGoneWithin(process, powerdownTimeoutMs, signal)))
      problems.push(ignored(machine.name, powerdownTimeoutMs, signal));
  }
  if (process.isRunning && !signal.aborted) {
    await say(monitor, "quit");
    const isGone = await isGoneWithin(process, monitor === undefined ? 0 : quitTimeoutMs, signal);
    if (!isGone && monitor !== undefined) problems.push(killed(machine.name, quitTimeoutMs));
  }
  process.kill();
  await process.exited;
  return problems;
}

/** A guest that does not run (paused, panicked, never started) sees no power button. */
async function isGuestAlive({ process, monitor }: PoweredMachine, signal: AbortSignal): Promise<boolean> {
  if (monitor === undefined || !process.isRunning || signal.aborted) return false;
  try {
    const { running } = await monitor.execute("query-status", undefined, { timeoutMs: SAY_MS, signal });
    return running;
  } catch {
    return false;
  }
}

/** How long QEMU may take to hear a command. */
const SAY_MS = 1_000;

/** One that does not answer is ended by the next means. */
async function say(monitor: QmpClient | undefined, command: "system_powerdown" | "quit"): Promise<void> {
  await monitor?.execute(command, undefined, { timeoutMs: SAY_MS }).catch(() => {});
}

async function isGoneWithin(process: QemuProcess, ms: number, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const late = delay(ms, false, { signal: AbortSignal.any([over.signal, signal]) }).catch(() => false);
  const isGone = await Promise.race([process.exited.then(() => true), late]);
  over.abort();
  return isGone;
}

function ignored(name: string, timeoutMs: number, signal: AbortSignal): Problem {
  const how = signal.aborted ? "before there was no time left" : `within ${timeoutMs / 1000} s`;
  return qemuProblem(
    "AUX_QEMU_POWERDOWN_IGNORED",
    `the guest of the machine ${name} did not power off ${how}, and was switched off`,
  );
}

function killed(name: string, timeoutMs: number): Problem {
  const message = `QEMU of the machine ${name} did not end within ${timeoutMs / 1000} s, and was killed`;
  return qemuProblem("AUX_QEMU_KILLED", message);
}
