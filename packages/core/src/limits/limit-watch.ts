import { stat } from "node:fs/promises";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { type DiskRoom, measureRoom, reserveBytesOf } from "./disk-room.ts";
import { buildLowProblem } from "./find-low-disk.ts";
import { showMib } from "./show-mib.ts";

/** A module that writes files, as the watch sees it. */
export interface WatchedWriter {
  readonly name: string;
  readonly entry: { readonly maxSizeBytes?: number; readonly minFreeBytes?: number };
  /** What it writes while it runs, by the path inside the folder; empty while it does not run. */
  readonly files: ReadonlyMap<string, string>;
  /** Ends it in order, before its time. */
  endEarly(problem: Problem): void;
}

const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** Nothing that runs here writes faster: 1 GiB/s. */
const FASTEST_BYTES_PER_MS = (1024 * 1024 * 1024) / 1_000;

/**
 * Looks after the room on the disk and the size of the files, of all modules together, and ends a module before it
 * would harm its own result. It looks again after as long as the nearest limit takes at 1 GiB/s, 0.1 to 10 s: between
 * two looks no more can be written than 100 MiB at that rate.
 */
export class LimitWatch {
  readonly #folderPath: string;
  readonly #writers: () => readonly WatchedWriter[];
  #timer: NodeJS.Timeout | undefined;
  #state: "waiting" | "watching" | "over" = "waiting";

  constructor(folderPath: string, writers: () => readonly WatchedWriter[]) {
    this.#folderPath = folderPath;
    this.#writers = writers;
  }

  /** Called whenever there is something new to look after: it is looked at soon. */
  begin(): void {
    if (this.#state === "over") return;
    this.#state = "watching";
    this.#lookAfter(SHORTEST_PAUSE_MS);
  }

  end(): void {
    this.#state = "over";
    clearTimeout(this.#timer);
  }

  #lookAfter(pauseMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), pauseMs).unref();
  }

  /** Never rejects: a folder that is gone, or a disk that does not answer, is somebody else's to report. */
  async #look(): Promise<void> {
    const leftBytes = await this.#findLeft().catch(() => Number.POSITIVE_INFINITY);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, leftBytes / FASTEST_BYTES_PER_MS));
    if (this.#state === "watching") this.#lookAfter(pauseMs);
  }

  /** Bytes to the nearest limit that nobody has crossed yet. */
  async #findLeft(): Promise<number> {
    const writers = this.#writers().filter(({ files }) => files.size > 0);
    if (writers.length === 0) return Number.POSITIVE_INFINITY;
    const room = await measureRoom(this.#folderPath);
    const lefts = await Promise.all(writers.map((writer) => this.#judge(writer, room)));
    return Math.min(...lefts);
  }

  async #judge(writer: WatchedWriter, room: DiskRoom): Promise<number> {
    const reserveBytes = reserveBytesOf(room, writer.entry.minFreeBytes);
    const roomLeft = reserveBytes === 0 ? Number.POSITIVE_INFINITY : room.freeBytes - reserveBytes;
    if (roomLeft < 0) {
      this.#end(
        writer,
        buildLowProblem(this.#folderPath, room, reserveBytes, `${writer.name} was ended early`),
      );
      return Number.POSITIVE_INFINITY;
    }
    const { maxSizeBytes } = writer.entry;
    return maxSizeBytes === undefined
      ? roomLeft
      : Math.min(roomLeft, await this.#judgeSizes(writer, maxSizeBytes));
  }

  async #judgeSizes(writer: WatchedWriter, maxSizeBytes: number): Promise<number> {
    let left = Number.POSITIVE_INFINITY;
    for (const [inside, path] of writer.files) {
      const bytes = await stat(path).then(
        ({ size }) => size,
        () => 0,
      );
      left = Math.min(left, maxSizeBytes - bytes);
      if (left >= 0) continue;
      const message = `${inside} has ${showMib(bytes)}, more than max_size = ${showMib(maxSizeBytes)}: ${writer.name} was ended early`;
      this.#end(writer, coreProblem("AUX_ARTIFACT_TOO_LARGE", message));
      return Number.POSITIVE_INFINITY;
    }
    return left;
  }

  /** Not when the run is over meanwhile: whatever was crossed then is in the files as they are. */
  #end(writer: WatchedWriter, problem: Problem): void {
    if (this.#state === "watching") writer.endEarly(problem);
  }
}
