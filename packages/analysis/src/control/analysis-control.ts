import { join } from "node:path";
import { type AnalysisRecord, AuxiliaryError, type AuxiliaryRunner, reasonOf } from "@aux/core";
import { ControlServer } from "./control-server.ts";
import { CONTROL_SOCKET, type ControlRequest, type MachineHook, refusal } from "./protocol.ts";

/** Whether a run can be asked and stopped from outside, by the control socket in its folder. */
export interface ControlOptions {
  /** True: a run whose socket cannot be made is not begun. Default false: it goes on without. */
  readonly isRequired?: boolean;
  /** Hears, in words, of what was asked for that changes the run, and why there is no socket. */
  readonly note?: (text: string) => void;
}

/** The run that a control acts upon. */
export interface ControlledRun {
  readonly runner: Pick<AuxiliaryRunner, "record" | "callback" | "journal">;
  /** A stop is how the analysis ends, and no interruption: nothing else would end it. */
  readonly isEndedByStop: boolean;
  /** The machine is driven by somebody who says what becomes of it. */
  readonly isMachineTold: boolean;
}

/** Turns requests from the control socket into signals for one run, and the run's record into answers. */
export class AnalysisControl {
  readonly #options: ControlOptions;
  readonly #ended = new AbortController();
  readonly #orderly = new AbortController();
  readonly #atOnce = new AbortController();
  readonly #told = new Map<MachineHook, Promise<void>>();
  readonly #record: Promise<AnalysisRecord>;
  #finish: (record: AnalysisRecord) => void = () => {};
  #abandon: (error: unknown) => void = () => {};
  #isOver = false;
  #server: ControlServer | undefined;

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#record = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#abandon = reject;
    });
    this.#record.catch(() => {});
  }

  /** The analysis is over, which is its normal end. */
  get endSignal(): AbortSignal {
    return this.#ended.signal;
  }

  get signal(): AbortSignal {
    return this.#orderly.signal;
  }

  get killSignal(): AbortSignal {
    return this.#atOnce.signal;
  }

  /**
   * From now on the run can be asked.
   *
   * @throws AUX_CONTROL_FAILED where it is required
   */
  async open(analysisPath: string, run: ControlledRun): Promise<void> {
    const socketPath = join(analysisPath, CONTROL_SOCKET);
    run.runner.journal?.addAcquired({ what: "the control socket", recover: { remove: socketPath } });
    try {
      this.#server = await ControlServer.open(analysisPath, (request) => this.#answer(request, run));
    } catch (error) {
      if (this.#options.isRequired === true || !AuxiliaryError.is(error)) throw error;
      this.#note(`without \`auxiliary stop\` and \`status\`: ${reasonOf(error)}`);
    }
  }

  /** No more is told of the machine, and what was told has been heard. */
  async settle(): Promise<void> {
    this.#isOver = true;
    await Promise.allSettled(this.#told.values());
  }

  /** Answers whoever waits for the run's end, and takes the socket away. */
  async close(end: { readonly record: AnalysisRecord } | { readonly error: unknown }): Promise<void> {
    if ("record" in end) this.#finish(end.record);
    else this.#abandon(end.error);
    await this.#server?.close();
  }

  async #answer(request: ControlRequest, run: ControlledRun): Promise<object> {
    if (request.do === "status") return { pid: process.pid, record: run.runner.record };
    if (request.do === "notify") return this.#tell(request.hook, run);
    this.#stop(request.now === true, run);
    return { pid: process.pid, record: await this.#record };
  }

  #stop(isNow: boolean, { runner, isEndedByStop }: ControlledRun): void {
    const isUnderWay = runner.record.phases.some(({ name }) => name === "analysis");
    const controller = isEndedByStop && isUnderWay ? this.#ended : this.#orderly;
    if (!controller.signal.aborted) this.#note("asked to stop: ending the analysis in order");
    controller.abort();
    if (!isNow || this.#atOnce.signal.aborted) return;
    this.#note("asked to stop now: ending everything at once");
    this.#atOnce.abort();
  }

  /** Each hook once, however often it is told; everyone waits until it has run. */
  async #tell(hook: MachineHook, { runner, isMachineTold }: ControlledRun): Promise<object> {
    if (!isMachineTold) throw refusal(`the run drives its machine itself: nobody tells it ${hook}`);
    if (this.#isOver) throw refusal(`the analysis is over: ${hook} comes too late`);
    const told = this.#told.get(hook) ?? runner.callback(hook);
    this.#told.set(hook, told);
    await told;
    return {};
  }

  #note(text: string): void {
    this.#options.note?.(text);
  }
}
