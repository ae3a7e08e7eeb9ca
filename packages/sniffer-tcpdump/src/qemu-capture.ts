import { rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { AuxiliaryError, countPackets, reasonOf } from "@aux/core";
import { connectQmp, type QmpClient } from "@aux/qmp";
import { type Capture, type CaptureHost, noteArmed } from "./capture-host.ts";
import type { FilterPlan } from "./capture-plan.ts";
import type { QemuPlan } from "./qemu-plan.ts";
import { judgeQemuFile, noteKept } from "./qemu-verdict.ts";
import { runGuarded } from "./run-guarded.ts";
import { snifferProblem } from "./sniffer-problems.ts";

/** What a capture by QEMU is made of. */
export interface QemuCaptureParts {
  readonly host: CaptureHost;
  readonly plan: QemuPlan;
  /** Bytes kept of each packet; 0 keeps it whole. */
  readonly snaplen: number;
  readonly pcapPath: string;
}

/** The monitor, or whoever answers for it until the machine exists, is there before the auxiliaries start. */
const CONNECT_MS = 5_000;
/** The machine may be started long after the sniffer: as long as any analysis takes. */
const UNTIL_MACHINE_MS = 86_400_000;
/** For an answer that is on its way; to the order for a machine that never came there is none. */
const ANSWER_MS = 500;
const REMOVE_MS = 2_000;
const FILTER_MS = 20_000;
/** libpcap's own limit: nothing longer would be read back. */
const LONGEST_PACKET_BYTES = 262_144;

let captures = 0;

/**
 * QEMU's own `filter-dump` on the machine's network backend: no rights and no interface needed, and each packet is in
 * the file before the guest sees it. Asked for before the machine exists, it is there before the machine runs.
 *
 * Source: QEMU QMP Reference Manual, `FilterDumpProperties`.
 */
export class QemuCapture implements Capture {
  readonly #parts: QemuCaptureParts;
  readonly #client: QmpClient;
  readonly #id: string;
  readonly #arming: Promise<void>;
  #isArmed = false;
  #hasLeft = false;

  private constructor(parts: QemuCaptureParts, client: QmpClient) {
    captures += 1;
    this.#parts = parts;
    this.#client = client;
    this.#id = `sniffer-${process.pid}-${captures}`;
    void client.ended.then(() => {
      this.#hasLeft = true;
    });
    this.#arming = this.#arm();
  }

  /** Resolves when the monitor has the order to record. @throws AUX_QMP_… when there is no monitor */
  static async start(parts: QemuCaptureParts): Promise<QemuCapture> {
    const { host, plan } = parts;
    const client = await connectQmp({ path: plan.qmp }, { timeoutMs: CONNECT_MS, signal: host.signal() });
    host.onCleanup(() => client.close());
    return new QemuCapture(parts, client);
  }

  /** Ends the recording where QEMU still runs, filters it and counts what is in the file. */
  async stop(): Promise<void> {
    const { host, plan, pcapPath } = this.#parts;
    await this.#untilAnswered();
    await this.#remove();
    this.#client.close();
    await this.#arming;
    if (!this.#isArmed) return;
    const recorded = await judgeQemuFile(pcapPath, host);
    if (plan.filter !== undefined && recorded > 0) await this.#filter(plan.filter);
  }

  /** Never rejects. */
  async #arm(): Promise<void> {
    const { host, plan, snaplen, pcapPath } = this.#parts;
    const maxlen = snaplen === 0 ? LONGEST_PACKET_BYTES : snaplen;
    const filter = { "qom-type": "filter-dump", id: this.#id, netdev: plan.netdev, file: pcapPath, maxlen };
    try {
      const wait = { timeoutMs: UNTIL_MACHINE_MS };
      const added = this.#client.execute("object-add", filter, wait);
      // Sent at once: what waits for the machine is answered before it runs, and nothing after that.
      const asked = this.#client.execute("query-status", undefined, wait);
      const [, { running }] = await Promise.all([added, asked]);
      this.#isArmed = true;
      noteArmed(host, running ? "while the machine ran" : "before the machine ran");
    } catch (error) {
      const message = `QEMU does not record ${plan.netdev}: ${reasonOf(error)}`;
      host.report(snifferProblem("AUX_SNIFFER_QEMU_REFUSED", message));
    }
  }

  /** QEMU may record although its answer is not read yet. */
  async #untilAnswered(): Promise<void> {
    const answered = new AbortController();
    const late = sleep(ANSWER_MS, undefined, { signal: answered.signal }).catch(() => {});
    await Promise.race([this.#arming, late]);
    answered.abort();
  }

  /** After power-off there is nothing to end: the file is whole. */
  async #remove(): Promise<void> {
    if (!this.#isArmed || this.#hasLeft) return;
    try {
      await this.#client.execute("object-del", { id: this.#id }, { timeoutMs: REMOVE_MS });
    } catch (error) {
      this.#parts.host.log.debug(`QEMU was gone before the recording was ended: ${reasonOf(error)}`);
    }
  }

  async #filter(plan: FilterPlan): Promise<void> {
    const { host, pcapPath } = this.#parts;
    const filteredPath = `${pcapPath}.filtered`;
    host.onCleanup(() => rm(filteredPath, { force: true }));
    try {
      await filterFile(plan, { from: pcapPath, to: filteredPath, signal: host.signal() });
      await rename(filteredPath, pcapPath);
      noteKept(host, (await countPackets(pcapPath, host.signal())).packets);
    } catch (error) {
      const message = `${pcapPath} is not filtered: ${reasonOf(error)}`;
      host.report(snifferProblem("AUX_SNIFFER_FILTER_FAILED", message));
    }
  }
}

async function filterFile(
  plan: FilterPlan,
  files: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
): Promise<void> {
  const args = ["-n", "-r", files.from, "-w", files.to, "--", plan.filter];
  const { code, isLate, stderr } = await runGuarded(plan.tcpdumpPath, args, {
    timeoutMs: FILTER_MS,
    signal: files.signal,
  });
  if (code === 0) return;
  const reason = isLate ? `it took more than ${FILTER_MS} ms` : (stderr.trim().split("\n").at(-1) ?? "");
  throw new AuxiliaryError(snifferProblem("AUX_SNIFFER_FILTER_FAILED", reason));
}
