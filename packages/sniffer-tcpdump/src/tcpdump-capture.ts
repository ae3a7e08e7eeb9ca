import { constants, setPriority } from "node:os";
import type { Tool } from "@aux/core";
import type { Capture, CaptureHost } from "./capture-host.ts";
import { type CapturePlan, INSTALL_HINT } from "./capture-plan.ts";
import { judgeCapture } from "./capture-verdict.ts";
import { drain } from "./drain.ts";
import { findEarlyPackets } from "./early-packets.ts";
import { FileFlush } from "./file-flush.ts";
import { LOOPBACK_INTERFACE } from "./interface-name.ts";
import { findLostWithInterface } from "./lost-with-interface.ts";
import type { SnifferTcpdumpOptions } from "./sniffer-options.ts";
import { snifferProblem } from "./sniffer-problems.ts";
import { buildTcpdumpArguments } from "./tcpdump-arguments.ts";
import { TcpdumpCounters } from "./tcpdump-counters.ts";
import { explainTcpdumpExit, isInterfaceGone } from "./tcpdump-exit.ts";

/** What a capture by tcpdump is made of. */
export interface TcpdumpCaptureParts {
  readonly host: CaptureHost;
  readonly plan: CapturePlan;
  readonly options: SnifferTcpdumpOptions;
  readonly pcapPath: string;
}

/** tcpdump on an interface that exists. */
export class TcpdumpCapture implements Capture {
  readonly #parts: TcpdumpCaptureParts;
  readonly #tool: Tool;
  readonly #counters: TcpdumpCounters;
  readonly #flush: FileFlush;
  #earlyPackets = 0;
  #isWanted = true;

  private constructor(parts: TcpdumpCaptureParts, tool: Tool) {
    this.#parts = parts;
    this.#tool = tool;
    this.#counters = new TcpdumpCounters(tool);
    this.#flush = new FileFlush(tool);
    parts.host.onCleanup(() => this.#flush.end());
  }

  /** Resolves once tcpdump listens. @throws AUX_TOOL_MISSING, and every AUX_SNIFFER_… that keeps it from listening */
  static async start(parts: TcpdumpCaptureParts): Promise<TcpdumpCapture> {
    const { host, plan, options, pcapPath } = parts;
    let capture: TcpdumpCapture | undefined;
    const tool = await host.startTool(plan.tcpdumpPath, buildTcpdumpArguments(plan, options, pcapPath), {
      name: "tcpdump",
      ready: /listening on /,
      beforeStop: async () => {
        if (capture !== undefined) await capture.#drain();
      },
      mayEnd: (exit) => plan.isAwaited && isInterfaceGone(exit),
      explain: (exit) => explainTcpdumpExit(exit, plan),
      installHint: INSTALL_HINT,
    });
    capture = new TcpdumpCapture(parts, tool);
    if (plan.isAwaited) hurry(tool.pid);
    await capture.#findEarlyPackets();
    return capture;
  }

  /** Takes the last packets out of the kernel, ends tcpdump and counts what is in the file. */
  async stop(): Promise<void> {
    const { host, pcapPath, plan } = this.#parts;
    const exit = await this.#tool.stop();
    const { figures, problems } = await judgeCapture(exit, pcapPath, host.signal());
    for (const [name, value] of Object.entries(figures)) host.setFigure(name, value);
    for (const problem of problems) host.report(problem);
    const lost = plan.isAwaited ? findLostWithInterface(exit, plan, this.#earlyPackets) : undefined;
    if (lost !== undefined) host.report(lost);
  }

  /** Ends tcpdump without a look at what it recorded. */
  async discard(): Promise<void> {
    this.#isWanted = false;
    await this.#tool.stop();
  }

  /** Takes what the kernel still holds, for tcpdump's orderly end. */
  async #drain(): Promise<void> {
    await this.#flush.end();
    if (!this.#isWanted) return;
    const isCountedTwice = this.#parts.plan.interface === LOOPBACK_INTERFACE;
    const result = await drain(this.#counters, { earlyPackets: this.#earlyPackets, isCountedTwice });
    if (result.kind === "behind")
      this.#reportDrain(`${result.packetsLeft} packets were not taken from the kernel`);
    if (result.kind === "silent")
      this.#reportDrain("tcpdump did not answer, so its last packets may be missing");
  }

  async #findEarlyPackets(): Promise<void> {
    const found = await findEarlyPackets(this.#counters);
    if (found === undefined) this.#parts.host.log.warn("tcpdump listens, but did not tell its counters");
    this.#earlyPackets = found ?? 0;
  }

  #reportDrain(message: string): void {
    this.#parts.host.report(snifferProblem("AUX_SNIFFER_DRAIN_INCOMPLETE", message));
  }
}

/**
 * What tcpdump has not taken when its interface is removed is lost, so on a busy host it goes before all others. Only
 * root may say so; without, it takes its turn.
 */
function hurry(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Of an ordinary user, or it has just ended.
  }
}
