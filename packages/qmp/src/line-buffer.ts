import { QmpError } from "./qmp-error.ts";

/** The longest line that is read, in bytes: 8 MiB. */
export const LONGEST_LINE_BYTES = 8 * 1024 * 1024;

const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, without ever holding more than one line of `limit` bytes. */
export class LineBuffer {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(limit = LONGEST_LINE_BYTES) {
    this.#limit = limit;
  }

  /**
   * The lines that are whole now, without their ends, empty ones left out.
   *
   * @throws AUX_QMP_LINE_TOO_LONG
   */
  *push(chunk: Buffer): Generator<string> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      const line = this.#take().trim();
      if (line !== "") yield line;
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#limit) {
      const read = this.#bytes;
      this.#take();
      throw new QmpError(
        "AUX_QMP_LINE_TOO_LONG",
        `a line has ${read} bytes or more; ${this.#limit} are allowed`,
      );
    }
    if (part.length > 0) this.#parts.push(part);
  }

  #take(): string {
    const line = Buffer.concat(this.#parts).toString("utf8");
    this.#parts = [];
    this.#bytes = 0;
    return line;
  }
}
