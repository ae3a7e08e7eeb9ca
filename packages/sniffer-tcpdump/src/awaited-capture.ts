import { AuxiliaryError, type Problem, reasonOf } from "@aux/core";
import { type Capture, noteArmed } from "./capture-host.ts";
import type { CapturePlan } from "./capture-plan.ts";
import { LOOPBACK_INTERFACE } from "./interface-name.ts";
import { loadInterfaces } from "./interface-table.ts";
import { untilInterface } from "./interface-watch.ts";
import { snifferProblem } from "./sniffer-problems.ts";
import { TcpdumpCapture, type TcpdumpCaptureParts } from "./tcpdump-capture.ts";

/** What tcpdump says of an interface that is not there yet or any more: it is waited for on. */
const NOT_YET = new Set(["AUX_SNIFFER_INTERFACE_MISSING", "AUX_SNIFFER_INTERFACE_DOWN"]);

/** tcpdump on an interface that the machinery makes: armed the moment it appears. */
export class AwaitedCapture implements Capture {
  readonly #parts: TcpdumpCaptureParts;
  readonly #over = new AbortController();
  readonly #arming: Promise<void>;
  #capture: TcpdumpCapture | undefined;

  private constructor(parts: TcpdumpCaptureParts) {
    this.#parts = parts;
    parts.host.onCleanup(() => this.#giveUp());
    this.#arming = this.#arm();
  }

  /**
   * Resolves when it records an interface that is there already, or waits for one that is not, after tcpdump has shown
   * on the loopback interface that it can record: a right that is missing must not be found out when the machine runs.
   *
   * @throws AUX_TOOL_MISSING, and every AUX_SNIFFER_… that keeps tcpdump from listening
   */
  static async start(parts: TcpdumpCaptureParts): Promise<Capture> {
    const capture = await tryStart(parts);
    if (capture === undefined) await rehearse(parts);
    else noteArmed(parts.host, "at start");
    return capture ?? new AwaitedCapture(parts);
  }

  async stop(): Promise<void> {
    await this.#giveUp();
    if (this.#capture !== undefined) await this.#capture.stop();
  }

  async #giveUp(): Promise<void> {
    this.#over.abort();
    await this.#arming;
  }

  /** Never rejects. */
  async #arm(): Promise<void> {
    const { host, plan } = this.#parts;
    try {
      this.#capture = await this.#untilCapturing();
      await this.#findMissed();
      noteArmed(host, "when the interface appeared");
    } catch (error) {
      for (const problem of this.#problemsOf(error)) host.report(problem);
      host.log.warn(`${plan.interface} is not recorded`);
    }
  }

  async #untilCapturing(): Promise<TcpdumpCapture> {
    for (;;) {
      await untilInterface(this.#parts.plan.interface, this.#over.signal);
      const capture = await tryStart(this.#parts);
      if (capture !== undefined) return capture;
    }
  }

  /** What the interface has counted so far is the most that can be missing; mostly that is nothing. */
  async #findMissed(): Promise<void> {
    const { host, plan } = this.#parts;
    const row = (await loadInterfaces()).find(({ name }) => name === plan.interface);
    const packets = row?.received ?? 0;
    host.setFigure("packetsBeforeArmed", packets);
    if (packets === 0) return;
    const message = `up to ${packets} packets came by ${plan.interface} before it was recorded`;
    host.report(snifferProblem("AUX_SNIFFER_ARMED_LATE", message));
  }

  #problemsOf(error: unknown): readonly Problem[] {
    const { interface: name } = this.#parts.plan;
    if (this.#over.signal.aborted) return [neverAppeared(name)];
    if (AuxiliaryError.is(error)) return error.problems;
    return [snifferProblem("AUX_SNIFFER_ARMED_LATE", `${name} is not recorded: ${reasonOf(error)}`)];
  }
}

function neverAppeared(name: string): Problem {
  const message = `the network interface ${name} did not appear until the end`;
  const remedy =
    "Look whether the machine was started, and whether `interface` names what its machinery makes.";
  return snifferProblem("AUX_SNIFFER_INTERFACE_MISSING", message, { remedy });
}

/** Undefined when the interface is not there, or not up. */
async function tryStart(parts: TcpdumpCaptureParts): Promise<TcpdumpCapture | undefined> {
  try {
    return await TcpdumpCapture.start(parts);
  } catch (error) {
    if (!AuxiliaryError.is(error) || !NOT_YET.has(error.code)) throw error;
    return undefined;
  }
}

/**
 * Without loopback, how far tcpdump comes proves the right to capture. Leaves an empty pcap file, which stays when the
 * interface never appears.
 */
async function rehearse(parts: TcpdumpCaptureParts): Promise<void> {
  const plan: CapturePlan = { ...parts.plan, interface: LOOPBACK_INTERFACE, isAwaited: false };
  const capture = await tryStart({ ...parts, plan });
  await capture?.discard();
}
