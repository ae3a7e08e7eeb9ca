import type { Differences } from "../picture/differences.ts";
import { KeptPicture } from "../picture/kept-picture.ts";
import { buildMask } from "../picture/mask.ts";
import { clip, type Rectangle, type Size } from "../picture/rectangle.ts";
import { buildScanLines } from "../png/scan-lines.ts";
import type { Frame } from "../sources/frame.ts";
import { waitMs } from "../wait-ms.ts";
import { startFrameCounts } from "./frame-counts.ts";
import { RateLimit } from "./rate-limit.ts";
import type { ShotReason } from "./shot.ts";
import type { ShotWriter } from "./shot-writer.ts";

export interface ShotTakerOptions {
  readonly writer: ShotWriter;
  /** Pictures per second. */
  readonly rate: number;
  /** Per cent of the screen's pixels. */
  readonly threshold: number;
  readonly mask: readonly Rectangle[];
}

/** Decides of each frame whether it is kept. */
export class ShotTaker {
  readonly counts = startFrameCounts();
  readonly #options: ShotTakerOptions;
  readonly #rate: RateLimit;
  readonly #unseenMasks: Set<Rectangle>;
  #kept: KeptPicture | undefined;
  #latest: Frame | undefined;

  constructor(options: ShotTakerOptions) {
    this.#options = options;
    this.#rate = new RateLimit(options.rate);
    this.#unseenMasks = new Set(options.mask);
  }

  /** Areas to ignore that have lain on no screen so far. */
  get masksOutside(): readonly Rectangle[] {
    return this.#latest === undefined ? [] : [...this.#unseenMasks];
  }

  /** Size of the screen that was kept last. */
  get size(): Size | undefined {
    return this.#kept;
  }

  /**
   * Keeps the frame when it is worth it. Resolves when the frame is not needed any more; one that comes too soon after
   * others is held until `rate` allows it, or until the signal aborts, so that no state is lost in which nothing moves.
   */
  async take(frame: Frame, signal: AbortSignal): Promise<void> {
    this.counts.seen += 1;
    this.#latest = frame;
    const reason = await this.#judge(frame);
    if (reason === undefined) return;
    await this.#untilDue(signal);
    await this.#keep(frame, reason);
  }

  /** Keeps the frame if it differs at all from what was kept last. */
  async takeLast(frame: Frame): Promise<void> {
    this.counts.seen += 1;
    this.#latest = frame;
    await this.#keepLast(frame);
  }

  /** Keeps the frame that was seen last, if it differs at all from the one kept last. */
  async finish(): Promise<void> {
    const latest = this.#latest;
    // What came last may have been painted over it, in part.
    if (latest !== undefined) await this.#keepLast({ ...latest, changed: undefined });
  }

  async #keepLast(frame: Frame): Promise<void> {
    const kept = this.#keptFor(frame);
    const differences = await kept?.compare(frame, 0);
    if (differences !== undefined && differences.seen + differences.unseen === 0) return;
    await this.#keep(frame, this.#kept === undefined ? "first" : "last");
  }

  async #judge(frame: Frame): Promise<ShotReason | undefined> {
    if (this.#kept === undefined) return "first";
    const kept = this.#keptFor(frame);
    if (kept === undefined) return "resolution";
    const most = (this.#options.threshold / 100) * frame.width * frame.height;
    const differences = await kept.compare(frame, most);
    if (differences.seen > most) return "change";
    this.#countSkipped(differences);
    return undefined;
  }

  #countSkipped({ seen, unseen, masked }: Differences): void {
    if (seen + unseen > 0) this.counts.belowThreshold += 1;
    else if (masked > 0) this.counts.masked += 1;
    else this.counts.identical += 1;
  }

  /** The picture that was kept last, if the screen has the same size still. */
  #keptFor({ width, height }: Size): KeptPicture | undefined {
    return this.#kept?.width === width && this.#kept.height === height ? this.#kept : undefined;
  }

  async #untilDue(signal: AbortSignal): Promise<void> {
    const rateMs = this.#rate.waitMs(performance.now());
    if (rateMs === 0) return;
    this.counts.heldByRate += 1;
    await waitMs(rateMs, signal);
  }

  async #keep(frame: Frame, reason: ShotReason): Promise<void> {
    const { width, height, takenMs } = frame;
    const same = this.#keptFor(frame);
    const changed = await (same ?? this.#open(frame)).replace(frame);
    const scanLines = await buildScanLines(frame, this.#options.writer.room);
    const shot = {
      width,
      height,
      takenMs,
      reason,
      scanLines,
      changed: same === undefined ? { x: 0, y: 0, width, height } : changed,
    };
    this.#rate.count(performance.now());
    if (!this.#options.writer.hasRoom) this.counts.heldByDisk += 1;
    await this.#options.writer.add(shot);
  }

  /** Begins a picture of another size: nothing of it is kept yet. */
  #open({ width, height }: Size): KeptPicture {
    const size = { width, height };
    const { mask } = this.#options;
    for (const area of mask) if (clip(area, size) !== undefined) this.#unseenMasks.delete(area);
    this.#kept = new KeptPicture(size, buildMask(mask, size));
    return this.#kept;
  }
}
