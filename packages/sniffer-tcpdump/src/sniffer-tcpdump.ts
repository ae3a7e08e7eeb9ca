import { Auxiliary, AuxiliaryError, type Problem, type Tool } from "@aux/core";
import { buildCapturePlan, type CapturePlan, INSTALL_HINT } from "./capture-plan.ts";
import { judgeCapture } from "./capture-verdict.ts";
import { drain } from "./drain.ts";
import { findEarlyPackets } from "./early-packets.ts";
import { findFilterProblem } from "./filter-check.ts";
import { findInterfaceProblem } from "./interface-check.ts";
import { LOOPBACK_INTERFACE } from "./interface-name.ts";
import { SNIFFER_OPTIONS, type SnifferTcpdumpOptions } from "./sniffer-options.ts";
import { snifferProblem } from "./sniffer-problems.ts";
import { buildTcpdumpArguments } from "./tcpdump-arguments.ts";
import { TcpdumpCounters } from "./tcpdump-counters.ts";
import { explainTcpdumpExit } from "./tcpdump-exit.ts";

/** The artifact's name; Debian's AppArmor profile lets tcpdump write files of this ending only. */
const PCAP_FILE = "dump.pcap";

interface Capture {
  readonly tool: Tool;
  readonly counters: TcpdumpCounters;
  readonly pcapPath: string;
  readonly earlyPackets: number;
}

/**
 * Records the machine's network traffic with tcpdump into `dump.pcap`: every packet from the moment `start()` resolves
 * to the call of `stop()`, or the record says what is missing.
 */
export default class SnifferTcpdump extends Auxiliary<SnifferTcpdumpOptions> {
  static override readonly options = SNIFFER_OPTIONS;
  #starting: Promise<boolean> | undefined;
  #stopping: Promise<boolean> | undefined;
  #capture: Capture | undefined;

  /** Finds what would keep tcpdump from capturing: a missing program or interface, a filter that does not compile. */
  override async check(): Promise<readonly Problem[]> {
    try {
      const plan = buildCapturePlan(this.name, this.machine, this.options);
      const found = await Promise.all([
        findFilterProblem(plan, { signal: this.signal }),
        findInterfaceProblem(plan),
      ]);
      return found.filter((problem) => problem !== undefined);
    } catch (error) {
      if (AuxiliaryError.is(error)) return error.problems;
      throw error;
    }
  }

  /**
   * Resolves once tcpdump listens.
   *
   * @throws AUX_TOOL_MISSING, and every AUX_SNIFFER_… that keeps it from listening
   */
  override start(): Promise<boolean> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Takes the last packets out of the kernel, ends tcpdump and counts what is in the file. */
  override stop(): Promise<boolean> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<boolean> {
    const plan = buildCapturePlan(this.name, this.machine, this.options);
    const problem = await findFilterProblem(plan, { signal: this.signal });
    if (problem !== undefined) throw new AuxiliaryError(problem);
    this.#tellPlan(plan);
    const pcapPath = this.artifact(PCAP_FILE, { kind: "pcap" });
    const tool = await this.tool(plan.tcpdumpPath, buildTcpdumpArguments(plan, this.options, pcapPath), {
      name: "tcpdump",
      ready: /listening on /,
      beforeStop: () => this.#drain(plan),
      explain: (exit) => explainTcpdumpExit(exit, plan),
      installHint: INSTALL_HINT,
    });
    const counters = new TcpdumpCounters(tool);
    const earlyPackets = await findEarlyPackets(counters);
    if (earlyPackets === undefined) this.log.warn("tcpdump listens, but did not tell its counters");
    this.#capture = { tool, counters, pcapPath, earlyPackets: earlyPackets ?? 0 };
    return true;
  }

  async #stop(): Promise<boolean> {
    if (this.#capture === undefined) return true;
    const { tool, pcapPath } = this.#capture;
    const exit = await tool.stop();
    const { figures, problems } = await judgeCapture(exit, pcapPath, this.signal);
    for (const [name, value] of Object.entries(figures)) this.figure(name, value);
    for (const problem of problems) this.problem(problem);
    return true;
  }

  #tellPlan({ interface: name, filter, address }: CapturePlan): void {
    this.figure("interface", name);
    this.figure("filter", filter);
    if (address.kind === "ip" && this.machine.mac !== undefined) {
      this.log.warn(`packets of ${name} carry no MAC: only those of ${address.value} are recorded`);
    }
  }

  async #drain({ interface: name }: CapturePlan): Promise<void> {
    if (this.#capture === undefined) return;
    const { counters, earlyPackets } = this.#capture;
    const result = await drain(counters, { earlyPackets, isCountedTwice: name === LOOPBACK_INTERFACE });
    if (result.kind === "behind")
      this.#reportDrain(`${result.packetsLeft} packets were not taken from the kernel`);
    if (result.kind === "silent")
      this.#reportDrain("tcpdump did not answer, so its last packets may be missing");
  }

  #reportDrain(message: string): void {
    this.problem(snifferProblem("AUX_SNIFFER_DRAIN_INCOMPLETE", message));
  }
}
