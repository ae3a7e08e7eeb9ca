import {
  MACHINERY_API,
  MACHINERY_BRAND,
  type MachineExit,
  type MachineLock,
  type Machinery,
  type MachineryContext,
  type MachineryDeadlines,
  takeMachineLock,
} from "@aux/analysis";
import { type Acquired, AuxiliaryError, type Journal, type Machine, type Problem } from "@aux/core";
import { completeMachine } from "./complete-machine.ts";
import { Domain } from "./domain.ts";
import { DOMAIN_NAME, DOMAIN_NAME_ALLOWED } from "./domain-name.ts";
import { isOff } from "./domain-state.ts";
import { LIBVIRT_OPTIONS, type LibvirtOptions } from "./libvirt-options.ts";
import { libvirtProblem } from "./libvirt-problems.ts";
import { PowerDown } from "./power-down.ts";
import { untilOff } from "./until-off.ts";
import { Virsh } from "./virsh.ts";

/** A power-off by the guest is noticed within that time and what a call of virsh takes, some 20 ms. */
const WATCH_MS = 500;
/** What ending by force may take beyond the shutdown's own time. */
const FORCE_MS = 30_000;
const START_MS = 60_000;

/** Drives a domain of libvirt with virsh: reverts it to its snapshot, starts it, shuts it down. */
export class MachineryLibvirt implements Machinery {
  static readonly [MACHINERY_BRAND]: number = MACHINERY_API;
  static readonly options = LIBVIRT_OPTIONS;

  readonly ended: Promise<MachineExit | undefined>;
  readonly deadlines: Partial<MachineryDeadlines>;
  readonly problems: Problem[] = [];
  readonly #options: LibvirtOptions;
  readonly #domain: Domain;
  readonly #watching = new AbortController();
  readonly #analysisPath: string;
  #machine: Machine;
  #lock: MachineLock | undefined;
  #noteOff: (() => void) | undefined;
  /** From the first revert on the domain is ours to end; before, somebody else may use it. */
  #isTouched = false;
  #isStarted = false;
  #stopping: Promise<void> | undefined;
  #powerOff: () => void = () => {};
  #loseSight: (reason: unknown) => void = () => {};

  constructor({ machine, options, analysisPath }: MachineryContext<LibvirtOptions>) {
    this.#machine = machine;
    this.#analysisPath = analysisPath;
    this.#options = options;
    this.#domain = new Domain(
      new Virsh({ file: options.virsh, uri: options.uri }),
      options.domain ?? machine.name,
    );
    this.deadlines = {
      revertTimeoutMs: options.revertTimeout * 1000,
      startTimeoutMs: START_MS,
      stopTimeoutMs: options.shutdownTimeout * 1000 + FORCE_MS,
    };
    this.ended = new Promise((resolve, reject) => {
      this.#powerOff = () => resolve(undefined);
      this.#loseSight = reject;
    });
    // Whoever does not watch it must not be ended by it.
    this.ended.catch(() => {});
  }

  /** With the domain's Ethernet address, its bridge and its snapshot, once `check()` has resolved. */
  get machine(): Machine {
    return this.#machine;
  }

  describe(): string {
    return `the domain ${this.#domain.name} of libvirt at ${this.#options.uri}`;
  }

  /**
   * Finds AUX_TOOL_MISSING, AUX_LIBVIRT_CONNECTION, AUX_LIBVIRT_DOMAIN_UNKNOWN, AUX_LIBVIRT_DOMAIN_IN_USE,
   * AUX_LIBVIRT_SNAPSHOT_UNKNOWN, AUX_LIBVIRT_MAC_UNKNOWN.
   */
  async check(): Promise<readonly Problem[]> {
    try {
      assertDomainName(this.#domain.name);
      await this.#assertOff();
      const snapshot = await this.#domain.findSnapshot(this.#machine.snapshot);
      this.#machine = { ...(await completeMachine(this.#machine, this.#domain)), snapshot };
      return [];
    } catch (error) {
      if (AuxiliaryError.is(error)) return error.problems;
      throw error;
    }
  }

  /** @throws AUX_MACHINE_IN_USE, AUX_MACHINE_LOCK_FAILED */
  async prepare(_?: AbortSignal, journal?: Journal): Promise<void> {
    this.#lock ??= takeMachineLock({
      resource: `${this.#options.uri} ${this.#domain.name}`,
      machine: this.#machine.name,
      purpose: this.#analysisPath,
      journal,
    });
  }

  /** @throws AUX_LIBVIRT_DOMAIN_IN_USE, AUX_LIBVIRT_SNAPSHOT_UNKNOWN, and what else libvirt says */
  async revert(signal: AbortSignal, journal?: Journal): Promise<void> {
    await this.#assertOff();
    const snapshot = await this.#domain.findSnapshot(this.#machine.snapshot);
    signal.throwIfAborted();
    this.#isTouched = true;
    this.#noteOff ??= journal?.addAcquired(this.#describeRunning());
    await this.#domain.revert(snapshot, { signal, timeoutMs: this.#options.revertTimeout * 1000 });
  }

  /** A snapshot of a running machine runs by now; one that was taken when it was off, or paused, has yet to. */
  async start(signal: AbortSignal): Promise<void> {
    const limits = { signal, timeoutMs: START_MS };
    const state = await this.#domain.state(limits);
    if (isOff(state)) await this.#domain.start(limits);
    else if (state === "paused") await this.#domain.resume(limits);
    this.#isStarted = true;
    void this.#watch();
  }

  stop(signal: AbortSignal): Promise<void> {
    this.#watching.abort();
    this.#stopping ??= this.#stop(signal).finally(() => {
      this.#stopping = undefined;
      this.#lock?.release();
      this.#lock = undefined;
    });
    return this.#stopping;
  }

  async #watch(): Promise<void> {
    try {
      const look = { everyMs: WATCH_MS, signal: this.#watching.signal };
      if (await untilOff(this.#domain, look)) this.#powerOff();
    } catch (error) {
      this.#loseSight(error);
    }
  }

  /** A domain is libvirt's, and outlives this process: while nobody else has taken it, `recover` may switch it off. */
  #describeRunning(): Acquired {
    const what = `the domain ${this.#domain.name}, which may run`;
    const onlyIf = this.#lock?.onlyIf;
    return onlyIf === undefined ? { what } : { what, recover: { ...this.#domain.describeDestroy(), onlyIf } };
  }

  async #stop(signal: AbortSignal): Promise<void> {
    if (!this.#isTouched) return;
    const politeMs = this.#isStarted ? this.#options.shutdownTimeout * 1000 : 0;
    const problem = await new PowerDown(this.#domain).run(politeMs, signal);
    if (problem !== undefined) this.problems.push(problem);
    this.#isTouched = false;
    this.#noteOff?.();
    this.#powerOff();
  }

  async #assertOff(): Promise<void> {
    const state = await this.#domain.state();
    if (isOff(state)) return;
    const message = `the domain ${this.#domain.name} is ${state}, not shut off`;
    const remedy = `Wait for what uses it, or end it: \`virsh -c ${this.#options.uri} destroy ${this.#domain.name}\`.`;
    throw new AuxiliaryError(libvirtProblem("AUX_LIBVIRT_DOMAIN_IN_USE", message, { remedy }));
  }
}

/** The machine's name stands in for a missing `domain`, and may be none. */
function assertDomainName(name: string): void {
  if (DOMAIN_NAME.test(name)) return;
  const message = `${JSON.stringify(name)} cannot be a domain's name`;
  const at = { key: "domain", value: name, allowed: DOMAIN_NAME_ALLOWED };
  throw new AuxiliaryError(libvirtProblem("AUX_LIBVIRT_DOMAIN_UNKNOWN", message, { at }));
}
