import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Auxiliary, AuxiliaryError, type Problem } from "@aux/core";
import { connectQmp, type QmpClient } from "@aux/qmp";
import { findDumpFault } from "./dump-check.ts";
import { findRoomProblem } from "./dump-room.ts";
import { dumpMemory } from "./memory-dump.ts";
import { MEMORY_OPTIONS, type MemoryOptions } from "./memory-options.ts";
import { memoryProblem } from "./memory-problems.ts";

const PLAIN_FILE = { name: "memory.elf", kind: "elf" } as const;
const COMPRESSED_FILE = { name: "memory.kdump", kind: "kdump" } as const;
const CONNECT_MS = 5_000;
const ASK_MS = 5_000;
/** What checking the file and the room may take, on top of the dump. */
const AROUND_DUMP_MS = 10_000;
const BYTES_PER_MIB = 1024 * 1024;

/** Dumps the machine's memory at the last moment it is alive, and checks the dump. */
export default class MachineMemory extends Auxiliary<MemoryOptions> {
  static override readonly options = MEMORY_OPTIONS;
  /** A dump takes longer than other hooks may. */
  override hookTimeoutMs = this.options.timeout * 1000 + AROUND_DUMP_MS;
  #starting: Promise<boolean> | undefined;
  #client: QmpClient | undefined;
  #dumping: Promise<void> | undefined;

  /**
   * Resolves when the monitor, or whoever answers for it until the machine exists, is connected.
   *
   * @throws AUX_QMP_UNREACHABLE and other AUX_QMP_… when there is no monitor
   * @throws AUX_MEMORY_NO_ROOM when the machine's memory is known and does not fit
   */
  override start(): Promise<boolean> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** The guest is about to be powered off: it stands still while its memory is written. */
  override machineStopping(): Promise<void> {
    this.#dumping ??= this.#dump();
    return this.#dumping;
  }

  /** A machine that powered itself off has taken its memory along. */
  override async stop(): Promise<boolean> {
    const isUndumped = this.#client !== undefined && this.#dumping === undefined;
    this.#client?.close();
    if (isUndumped) {
      this.#dumping = Promise.resolve();
      this.problem(
        memoryProblem("AUX_MEMORY_NOT_DUMPED", "the machine was off before its memory could be dumped"),
      );
    }
    await this.#dumping?.catch(() => {});
    return true;
  }

  async #start(): Promise<boolean> {
    const { qmp, memory } = this.machine;
    if (qmp === undefined) this.skip("the machine has no monitor of QEMU");
    if (memory !== undefined) await this.#assertRoom(memory * BYTES_PER_MIB);
    const client = await connectQmp({ path: qmp }, { timeoutMs: CONNECT_MS, signal: this.signal });
    this.onCleanup(() => client.close());
    this.#client = client;
    return true;
  }

  async #dump(): Promise<void> {
    if (this.#client === undefined) return;
    const { compress } = this.options;
    const memoryBytes = await this.#findMemoryBytes(this.#client);
    if (memoryBytes !== undefined) await this.#assertRoom(memoryBytes);
    const file = compress ? COMPRESSED_FILE : PLAIN_FILE;
    const path = join(this.analysisPath, file.name);
    const began = performance.now();
    await this.#write(this.#client, path);
    this.figure("dumpMs", Math.round(performance.now() - began));
    if (memoryBytes !== undefined) this.figure("memoryBytes", memoryBytes);
    this.artifact(file.name, { kind: file.kind });
    const fault = await findDumpFault(path, { isCompressed: compress, memoryBytes });
    if (fault !== undefined)
      throw new AuxiliaryError(memoryProblem("AUX_MEMORY_FILE_INVALID", `${path}: ${fault}`));
  }

  /** Of a dump that fails nothing is left. */
  async #write(client: QmpClient, path: string): Promise<void> {
    const { compress: isCompressed, timeout } = this.options;
    try {
      await dumpMemory(client, { path, isCompressed, timeoutMs: timeout * 1000, signal: this.signal });
    } catch (error) {
      await rm(path, { force: true }).catch(() => {});
      throw error;
    }
  }

  /** QEMU knows best; the machine's data stands in for one that does not say. */
  async #findMemoryBytes(client: QmpClient): Promise<number | undefined> {
    const { memory } = this.machine;
    const wait = { timeoutMs: ASK_MS, signal: this.signal };
    const reply = await client.execute("query-memory-size-summary", undefined, wait).catch(() => undefined);
    const bytes = Number(reply?.["base-memory"]) + (reply?.["plugged-memory"] ?? 0);
    if (Number.isFinite(bytes)) return bytes;
    return memory === undefined ? undefined : memory * BYTES_PER_MIB;
  }

  async #assertRoom(memoryBytes: number): Promise<void> {
    const problem: Problem | undefined = await findRoomProblem(
      this.analysisPath,
      memoryBytes,
      this.options.compress,
    );
    if (problem !== undefined) throw new AuxiliaryError(problem);
  }
}
