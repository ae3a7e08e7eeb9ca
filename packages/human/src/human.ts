import { randomInt } from "node:crypto";
import { Auxiliary, AuxiliaryError, type Problem } from "@aux/core";
import { Acting } from "./acting.ts";
import { ActionLog } from "./action-log.ts";
import { chooseInput, type Reach } from "./hand/choose-input.ts";
import { ReachedMachine } from "./hand/reached-machine.ts";
import { HUMAN_OPTIONS, type HumanOptions } from "./human-options.ts";
import { judgeActing } from "./judge-acting.ts";
import { parsePhrases } from "./plan/phrases.ts";
import { planActions } from "./plan/plan-actions.ts";
import { ChangedAreas } from "./screen/changed-areas.ts";

const LOG_FILE = "human.jsonl";
const SEEDS = 2 ** 32;

/** All that acting takes. */
interface Means {
  readonly machine: ReachedMachine;
  readonly areas: ChangedAreas;
  readonly log: ActionLog;
  readonly acting: Acting;
}

/** Moves the mouse, clicks and types like a person, from outside the machine, while it runs. */
export default class Human extends Auxiliary<HumanOptions> {
  static override readonly options = HUMAN_OPTIONS;
  #starting: Promise<boolean> | undefined;
  #stopping: Promise<boolean> | undefined;
  #means: Means | undefined;

  /** Whether the machine has what the options ask for. */
  override check(): readonly Problem[] {
    const reach = chooseInput(this.machine, this.options);
    return reach !== undefined && "code" in reach ? [reach] : [];
  }

  /**
   * Resolves when all is ready to act, and connecting was tried once; the machine may appear later.
   *
   * @throws AUX_HUMAN_NO_INPUT
   */
  override start(): Promise<boolean> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  override machineStarted(): void {
    this.#means?.acting.start();
  }

  /** From here on the machine is not touched. */
  override async machineStopping(): Promise<void> {
    await this.#means?.acting.stop();
  }

  /** Says what was done. */
  override stop(): Promise<boolean> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<boolean> {
    const reach = chooseInput(this.machine, this.options);
    if (reach === undefined) this.skip("the machine has neither a monitor of QEMU nor a VNC server");
    if ("code" in reach) throw new AuxiliaryError(reach);
    const means = this.#prepare(reach);
    this.onCleanup(async () => {
      await means.acting.stop();
      means.log[Symbol.dispose]();
    });
    this.#means = means;
    await untilAborted(means.machine.start(), this.signal);
    return true;
  }

  #prepare(reach: Reach): Means {
    const { seed = randomInt(SEEDS), pace, clicks, typing, text, maxActions, vncPassword } = this.options;
    this.figure("seed", seed);
    this.figure("input", reach.input);
    const areas = new ChangedAreas();
    const machine = new ReachedMachine(reach, areas, vncPassword?.reveal());
    const beganMs = performance.now();
    const log = new ActionLog(this.artifact(LOG_FILE, { kind: "jsonl" }));
    const plan = planActions({ seed, pace, clicks, typing, phrases: parsePhrases(text) });
    const acting = new Acting({ machine, areas, plan, maxActions, log, beganMs });
    return { machine, areas, log, acting };
  }

  async #stop(): Promise<boolean> {
    const means = this.#means;
    if (means === undefined) return true;
    const { acting, log, machine } = means;
    await acting.stop();
    log[Symbol.dispose]();
    this.#setFigures(means);
    if (!acting.hasStarted) return true;
    const { input, eyes } = machine;
    for (const problem of judgeActing({ tally: acting.tally, input, eyes, log })) this.problem(problem);
    return true;
  }

  #setFigures({ acting: { tally, grip }, machine, areas }: Means): void {
    const { actions, clicks, presses, interrupted } = tally;
    if (machine.isAbsolute !== undefined)
      this.figure("pointer", machine.isAbsolute ? "absolute" : "relative");
    const connections = machine.input?.connections ?? 0;
    const figures = { actions, clicks, presses, moves: grip.moves, interrupted, connections };
    for (const [name, value] of Object.entries(figures)) this.figure(name, value);
    this.figure("changesSeen", areas.seen);
  }
}

/** Waits for something, and rejects when the signal aborts before. */
function untilAborted(awaited: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    void awaited.then(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
  });
}
