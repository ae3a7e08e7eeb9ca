import { Auxiliary, AuxiliaryError, type Problem } from "@aux/core";
import { AwaitedCapture } from "./awaited-capture.ts";
import { type Capture, type CaptureHost, noteArmed } from "./capture-host.ts";
import { buildCapturePlan, type CapturePlan, type FilterPlan } from "./capture-plan.ts";
import { findFilterProblem } from "./filter-check.ts";
import { findBetterRemedy } from "./host-obstacle.ts";
import { findInterfaceProblem } from "./interface-check.ts";
import { QemuCapture } from "./qemu-capture.ts";
import { findQemuPlan, type QemuPlan } from "./qemu-plan.ts";
import { SNIFFER_OPTIONS, type SnifferTcpdumpOptions } from "./sniffer-options.ts";
import { TcpdumpCapture } from "./tcpdump-capture.ts";
import { tryCapture } from "./trial-capture.ts";

/** The artifact's name; Debian's AppArmor profile lets tcpdump write files of this ending only. */
const PCAP_FILE = "dump.pcap";
/** Where distributions put it; on some for a group alone. */
const TCPDUMP_PATH = "/usr/bin/tcpdump";

/**
 * Records the machine's network traffic, by tcpdump or by QEMU itself, into `dump.pcap`: every packet from the moment `start()` resolves
 * to the call of `stop()`, or the record says what is missing.
 */
export default class SnifferTcpdump extends Auxiliary<SnifferTcpdumpOptions> {
  static override readonly options = SNIFFER_OPTIONS;
  #starting: Promise<boolean> | undefined;
  #stopping: Promise<boolean> | undefined;
  #capture: Capture | undefined;

  /** Finds what would keep packets from being recorded: a missing program or interface, a filter that does not compile. */
  override async check(): Promise<readonly Problem[]> {
    try {
      return (await this.#findProblems()).filter((problem) => problem !== undefined);
    } catch (error) {
      if (!AuxiliaryError.is(error)) throw error;
      const tcpdumpPath = this.options.tcpdump ?? TCPDUMP_PATH;
      return Promise.all(error.problems.map((problem) => findBetterRemedy(problem, tcpdumpPath)));
    }
  }

  /**
   * Records one packet of its own, with the program, the user and the options of the analysis.
   *
   * @throws every AUX_SNIFFER_… that keeps it from recording, with the command that mends this host
   */
  override async tryOut(): Promise<string> {
    const qemu = findQemuPlan(this.name, this.machine, this.options);
    if (qemu !== undefined) return "QEMU will record: there is nothing to try before the machine is there";
    const plan = buildCapturePlan(this.name, this.machine, this.options);
    return tryCapture({
      host: this.#buildHost(),
      plan,
      options: this.options,
      folderPath: this.analysisPath,
    });
  }

  /**
   * Resolves once tcpdump listens, or waits for the machine's interface, or QEMU has the order to record.
   *
   * @throws AUX_TOOL_MISSING, AUX_QMP_…, and every AUX_SNIFFER_… that keeps it from recording
   */
  override start(): Promise<boolean> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Takes the last packets out of the kernel, ends the recording and counts what is in the file. */
  override stop(): Promise<boolean> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<boolean> {
    const qemu = findQemuPlan(this.name, this.machine, this.options);
    this.#capture = qemu === undefined ? await this.#startTcpdump() : await this.#startQemu(qemu);
    return true;
  }

  async #stop(): Promise<boolean> {
    await this.#capture?.stop();
    return true;
  }

  async #startTcpdump(): Promise<Capture> {
    const plan = buildCapturePlan(this.name, this.machine, this.options);
    await this.#assertFilter(plan);
    this.#tellPlan(plan);
    const pcapPath = this.artifact(PCAP_FILE, { kind: "pcap" });
    const parts = { host: this.#buildHost(), plan, options: this.options, pcapPath };
    if (plan.isAwaited) return AwaitedCapture.start(parts);
    const capture = await TcpdumpCapture.start(parts);
    noteArmed(parts.host, "at start");
    return capture;
  }

  async #startQemu(plan: QemuPlan): Promise<Capture> {
    if (plan.filter !== undefined) await this.#assertFilter(plan.filter);
    this.figure("capture", "qemu");
    this.figure("interface", plan.netdev);
    this.figure("filter", plan.filter?.filter ?? "");
    const pcapPath = this.artifact(PCAP_FILE, { kind: "pcap" });
    return QemuCapture.start({ host: this.#buildHost(), plan, snaplen: this.options.snaplen, pcapPath });
  }

  async #assertFilter(plan: FilterPlan): Promise<void> {
    const problem = await findFilterProblem(plan, { signal: this.signal });
    if (problem !== undefined) throw new AuxiliaryError(problem);
  }

  async #findProblems(): Promise<readonly (Problem | undefined)[]> {
    const { signal } = this;
    const qemu = findQemuPlan(this.name, this.machine, this.options);
    if (qemu !== undefined)
      return qemu.filter === undefined ? [] : [await findFilterProblem(qemu.filter, { signal })];
    const plan = buildCapturePlan(this.name, this.machine, this.options);
    return Promise.all([findFilterProblem(plan, { signal }), findInterfaceProblem(plan)]);
  }

  #tellPlan({ interface: name, filter, address }: CapturePlan): void {
    this.figure("capture", "tcpdump");
    this.figure("interface", name);
    this.figure("filter", filter);
    if (address.kind === "ip" && this.machine.mac !== undefined) {
      this.log.warn(`packets of ${name} carry no MAC: only those of ${address.value} are recorded`);
    }
  }

  #buildHost(): CaptureHost {
    return {
      log: this.log,
      signal: () => this.signal,
      startTool: (file, args, options) => this.tool(file, args, options),
      onCleanup: (undo) => this.onCleanup(undo),
      report: (problem) => this.problem(problem),
      setFigure: (name, value) => this.figure(name, value),
    };
  }
}
