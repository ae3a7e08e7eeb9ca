import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StartedProgram } from "../../fixtures/started-program.ts";
import { buildPaintingFloppy } from "./painting-guest.ts";

const BOOT_TIMEOUT_MS = 60_000;
const PAINT_TIMEOUT_MS = 10_000;
const MACHINE = "-machine pc -accel tcg -cpu qemu64 -m 16 -nodefaults -display none -vga std -boot a".split(
  " ",
);

/** A QEMU machine whose guest paints when it is told to. */
export class PaintedMachine implements AsyncDisposable {
  readonly vncPath: string;
  readonly monitorPath: string;
  readonly #program: StartedProgram;
  readonly #serial: Socket;

  private constructor(program: StartedProgram, serial: Socket) {
    this.#program = program;
    this.#serial = serial;
    this.vncPath = join(program.folder, "vnc");
    this.monitorPath = join(program.folder, "monitor");
  }

  /** Resolves when the guest obeys. */
  static async start(): Promise<PaintedMachine> {
    const program = new StartedProgram();
    const { folder } = program;
    writeFileSync(join(folder, "floppy.img"), buildPaintingFloppy());
    const drive = ["-drive", `file=${join(folder, "floppy.img")},format=raw,if=floppy`];
    const listen = (name: string) => `unix:${join(folder, name)},server=on,wait=off`;
    const sockets = [
      "-serial",
      listen("serial"),
      "-qmp",
      listen("monitor"),
      "-vnc",
      `unix:${join(folder, "vnc")}`,
    ];
    program.start("qemu-system-x86_64", [...MACHINE, ...drive, ...sockets]);
    try {
      const serial = createConnection(await program.made(join(folder, "serial")));
      await once(serial, "connect");
      const machine = new PaintedMachine(program, serial);
      await machine.#untilItObeys();
      return machine;
    } catch (error) {
      await program[Symbol.asyncDispose]();
      throw error;
    }
  }

  get pid(): number {
    return this.#program.pid ?? 0;
  }

  /** Resolves when the band has this shade of grey, 0 to 255. */
  async paint(shade: number): Promise<void> {
    const painted = once(this.#serial, "data", { signal: AbortSignal.timeout(PAINT_TIMEOUT_MS) });
    this.#serial.write(Buffer.from([shade]));
    await painted;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#serial.destroy();
    await this.#program[Symbol.asyncDispose]();
  }

  /** What is sent before the guest listens may be lost. */
  async #untilItObeys(): Promise<void> {
    const isThere = once(this.#serial, "data", { signal: AbortSignal.timeout(BOOT_TIMEOUT_MS) });
    const knocking = setInterval(() => this.#serial.write(Buffer.from([0])), 250);
    try {
      await isThere;
    } finally {
      clearInterval(knocking);
    }
    // Answers to what was sent more than once.
    this.#serial.resume();
    await delay(500);
  }
}
