import { Auxiliary, type Problem } from "@aux/core";
import type { QmpEvent } from "@aux/qmp";
import type { BoundedFile } from "./bounded-file.ts";
import { CONSOLE_OPTIONS, type ConsoleOptions } from "./console-options.ts";
import { consoleProblem } from "./console-problems.ts";
import { ConsoleRecorder } from "./console-recorder.ts";
import { findEventProblem } from "./event-problem.ts";
import { MachineWatch } from "./machine-watch.ts";

const CONSOLE_FILE = "console.log";
const EVENTS_FILE = "qmp-events.jsonl";
const BYTES_PER_KIB = 1024;

/** The events that are counted in the record, each with the name of its figure. */
const FIGURES: Readonly<Record<string, string>> = {
  RESET: "resets",
  STOP: "pauses",
  RESUME: "resumes",
  GUEST_PANICKED: "panics",
  BLOCK_IO_ERROR: "diskErrors",
  WATCHDOG: "watchdogs",
};

/**
 * Records the machine's serial console into `console.log` and what QEMU says happened to it into `qmp-events.jsonl`:
 * armed before the machine exists, until it is off.
 */
export default class MachineConsole extends Auxiliary<ConsoleOptions> {
  static override readonly options = CONSOLE_OPTIONS;
  readonly #reported = new Set<string>();
  #starting: Promise<boolean> | undefined;
  #stopping: Promise<boolean> | undefined;
  #recorder: ConsoleRecorder | undefined;
  #watch: MachineWatch | undefined;
  #hasRunUnheard = false;

  /**
   * Resolves when the monitor is listened to and the console is, or is waited for.
   *
   * @throws AUX_QMP_UNREACHABLE and other AUX_QMP_… when there is no monitor
   */
  override start(): Promise<boolean> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Keeps the last words, and says what came of it. */
  override stop(): Promise<boolean> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<boolean> {
    const { console: consolePath, qmp } = this.machine;
    const isWatched = qmp !== undefined && this.options.events;
    if (consolePath === undefined && !isWatched)
      this.skip("the machine has neither a serial console nor a monitor of QEMU");
    const beganMs = performance.now();
    if (consolePath !== undefined) await this.#record(consolePath);
    if (isWatched) await this.#listen(qmp, beganMs);
    return true;
  }

  async #stop(): Promise<boolean> {
    await Promise.all([this.#recorder?.stop(), this.#watch?.stop()]);
    this.#judgeConsole();
    this.#judgeEvents();
    return true;
  }

  async #record(path: string): Promise<void> {
    const limitBytes = this.options.logLimit * BYTES_PER_KIB;
    const logPath = this.artifact(CONSOLE_FILE, { kind: "log" });
    const recorder = new ConsoleRecorder(logPath, limitBytes);
    this.#recorder = recorder;
    this.onCleanup(() => recorder.close());
    await recorder.start(path);
  }

  async #listen(path: string, beganMs: number): Promise<void> {
    const logPath = this.artifact(EVENTS_FILE, { kind: "jsonl" });
    const onEvent = (event: QmpEvent) => this.#notice(event);
    const watch = await MachineWatch.start(path, { logPath, beganMs, signal: this.signal, onEvent });
    this.#watch = watch;
    this.onCleanup(() => watch.close());
  }

  /** Of what comes again and again, the first says it and the figure counts. */
  #notice(event: QmpEvent): void {
    if (event.event === "SHUTDOWN") this.figure("shutdownReason", String(event.data.reason));
    if (event.event === "RESUME" && this.#recorder?.isConnected === false) this.#hasRunUnheard = true;
    const problem = findEventProblem(event);
    if (problem !== undefined) this.#reportOnce(problem);
  }

  #reportOnce(problem: Problem): void {
    if (this.#reported.has(problem.code)) return;
    this.#reported.add(problem.code);
    this.problem(problem);
  }

  #judgeConsole(): void {
    const recorder = this.#recorder;
    if (recorder === undefined) return;
    const { file, isConnected } = recorder;
    this.figure("consoleBytes", file.writtenBytes);
    this.figure("consoleBytesDropped", file.droppedBytes);
    if (!isConnected) {
      const message = `nobody listened at the serial console ${String(this.machine.console)} until the end`;
      this.problem(consoleProblem("AUX_CONSOLE_UNREACHABLE", message));
    } else if (this.#hasRunUnheard) {
      const message = "the machine ran before its serial console was recorded";
      this.problem(consoleProblem("AUX_CONSOLE_LATE", message));
    }
    this.#judgeFile(CONSOLE_FILE, file, "AUX_CONSOLE_TRUNCATED");
  }

  #judgeEvents(): void {
    const log = this.#watch?.log;
    if (log === undefined) return;
    let events = 0;
    for (const count of log.counts.values()) events += count;
    this.figure("events", events);
    for (const [event, figure] of Object.entries(FIGURES)) this.figure(figure, log.counts.get(event) ?? 0);
    this.#judgeFile(EVENTS_FILE, log.file, "AUX_CONSOLE_EVENTS_TRUNCATED");
  }

  #judgeFile(
    name: string,
    { error, droppedBytes, writtenBytes }: BoundedFile,
    truncated: "AUX_CONSOLE_TRUNCATED" | "AUX_CONSOLE_EVENTS_TRUNCATED",
  ): void {
    if (droppedBytes === 0) return;
    const lost = `${name} holds ${writtenBytes} bytes, and ${droppedBytes} are missing`;
    if (error === undefined) this.problem(consoleProblem(truncated, lost));
    else this.problem(consoleProblem("AUX_CONSOLE_WRITE_FAILED", `${lost}: ${error.message}`));
  }
}
