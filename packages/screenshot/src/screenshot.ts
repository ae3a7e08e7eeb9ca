import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Auxiliary, AuxiliaryError, type Problem } from "@aux/core";
import { judgeWatch } from "./judge-watch.ts";
import { formatArea } from "./picture/mask.ts";
import { SCREENSHOT_OPTIONS, type ScreenshotOptions } from "./screenshot-options.ts";
import { screenshotProblem } from "./screenshot-problems.ts";
import { ShotIndex } from "./shots/shot-index.ts";
import { ShotTaker } from "./shots/shot-taker.ts";
import { ShotWriter } from "./shots/shot-writer.ts";
import { chooseSource } from "./sources/choose-source.ts";
import type { ScreenSource } from "./sources/screen-source.ts";
import { checkPassword } from "./sources/vnc/check-password.ts";
import { ScreenWatch } from "./watch/screen-watch.ts";

const FOLDER = "shots";
const INDEX_FILE = `${FOLDER}/index.json`;

/** What runs between start and stop. */
interface Recording {
  readonly source: ScreenSource;
  readonly watch: ScreenWatch;
  readonly taker: ShotTaker;
  readonly writer: ShotWriter;
}

/**
 * Keeps a picture of the machine's screen in `shots/` whenever it has changed: armed before the machine exists, until it
 * is off.
 */
export default class Screenshot extends Auxiliary<ScreenshotOptions> {
  static override readonly options = SCREENSHOT_OPTIONS;
  #starting: Promise<boolean> | undefined;
  #stopping: Promise<boolean> | undefined;
  #recording: Recording | undefined;
  #stoppingMs: number | undefined;

  /** What is wrong with the options; whether a screen is there shows only when the machine is. */
  override check(): Promise<readonly Problem[]> {
    return checkPassword(this.options, this.name);
  }

  /**
   * Resolves when the screen is waited for.
   *
   * @throws AUX_SCREENSHOT_NO_SOURCE, AUX_SCREENSHOT_ADDRESS, and what `fs` throws
   */
  override start(): Promise<boolean> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Keeps the screen as it is at the last moment it is alive. */
  override async machineStopping(): Promise<void> {
    this.#stoppingMs = performance.now();
    await this.#recording?.watch.takeNow();
  }

  /** Keeps what was seen last, and says what came of it. */
  override stop(): Promise<boolean> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<boolean> {
    const beganMs = performance.now();
    const source = this.#chooseSource();
    mkdirSync(join(this.analysisPath, FOLDER), { recursive: true });
    const index = await ShotIndex.create(this.artifact(INDEX_FILE, { kind: "json" }));
    this.onCleanup(() => index.close());
    this.artifact(`${FOLDER}/*.png`, { kind: "png" });
    const { rate, threshold, mask, maxShots } = this.options;
    const folder = join(this.analysisPath, FOLDER);
    const writer = new ShotWriter({ folder, index, source: source.name, beganMs, maxShots });
    this.onCleanup(() => writer.close());
    const taker = new ShotTaker({ writer, rate, threshold, mask });
    const watch = new ScreenWatch({ source, taker, onTrouble: (message) => this.log.info(message) });
    this.onCleanup(() => watch.stop());
    this.#recording = { source, watch, taker, writer };
    return true;
  }

  async #stop(): Promise<boolean> {
    const recording = this.#recording;
    if (recording === undefined) return true;
    const endMs = this.#stoppingMs ?? performance.now();
    await recording.watch.stop();
    await recording.taker.finish();
    await recording.writer.untilIdle();
    this.#sayFigures(recording);
    this.#judge(recording, endMs);
    return true;
  }

  #chooseSource(): ScreenSource {
    const source = chooseSource(this.machine, this.options);
    if (source !== undefined) return source;
    if (this.options.source === "auto")
      this.skip("the machine names no screen: neither VNC, nor a monitor of QEMU, nor a display");
    const message = `source = ${this.options.source}, but the machine ${this.machine.name} has none`;
    throw new AuxiliaryError(screenshotProblem("AUX_SCREENSHOT_NO_SOURCE", message));
  }

  #sayFigures({ source, watch, taker: { counts }, writer }: Recording): void {
    const { taken, thinned, unwritten } = writer.counts;
    const figures = {
      source: source.name,
      framesSeen: counts.seen,
      kept: taken,
      identical: counts.identical,
      belowThreshold: counts.belowThreshold,
      masked: counts.masked,
      thinned,
      unwritten,
      heldByRate: counts.heldByRate,
      heldByDisk: counts.heldByDisk,
      connections: watch.report.connections,
      losses: watch.report.losses,
    };
    for (const [name, value] of Object.entries(figures)) this.figure(name, value);
  }

  #judge({ source, watch, taker, writer }: Recording, endMs: number): void {
    const { description } = source;
    const { taken, unwritten } = writer.counts;
    const lost = judgeWatch({ report: watch.report, description, hasPictures: taken > 0, endMs });
    if (lost !== undefined) this.problem(lost);
    if (taker.masksOutside.length > 0) {
      const areas = taker.masksOutside.map(formatArea).join(" ");
      const { width, height } = taker.size ?? { width: 0, height: 0 };
      const message = `mask: ${areas} was never on the screen, which had ${width}x${height} pixels at last`;
      this.problem(screenshotProblem("AUX_SCREENSHOT_MASK_OUTSIDE", message));
    }
    if (unwritten > 0) {
      const message = `${unwritten} of ${taken} pictures could not be written: ${String(writer.error?.message)}`;
      this.problem(screenshotProblem("AUX_SCREENSHOT_WRITE_FAILED", message));
    }
  }
}
