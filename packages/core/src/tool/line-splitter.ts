const LONGEST_LINE = 4096;

/**
 * Cuts a stream of text into lines. A line longer than 4,096 characters comes in pieces of that length, so that a
 * program that floods its output without a newline costs no memory.
 */
export class LineSplitter {
  #rest = "";

  push(text: string): string[] {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length >= LONGEST_LINE) {
      lines.push(this.#rest);
      this.#rest = "";
    }
    return lines.flatMap(pieces);
  }

  /** What is left when the stream ends. */
  end(): string[] {
    const rest = this.#rest;
    this.#rest = "";
    return rest === "" ? [] : pieces(rest);
  }
}

function pieces(line: string): string[] {
  if (line.length <= LONGEST_LINE) return [line];
  const count = Math.ceil(line.length / LONGEST_LINE);
  return Array.from({ length: count }, (_, index) =>
    line.slice(index * LONGEST_LINE, (index + 1) * LONGEST_LINE),
  );
}
