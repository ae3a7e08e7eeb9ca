/** A fenced block of code of a Markdown page. */
export interface CodeBlock {
  /** The word behind the fence, e.g. `sh`. */
  readonly language: string;
  /** The file that the block is, relative to the reader's folder; undefined: no file. */
  readonly file: string | undefined;
  /** The block is added to the end of the file instead of being all of it. */
  readonly isAppended: boolean;
  readonly content: string;
  /** The line of the opening fence. */
  readonly line: number;
}

/**
 * Reads the fenced blocks of a page, in order. The opening fence may say `file=PATH` and `append`. Throws when a fence
 * is not closed.
 */
export function parseCodeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { info: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (!fence) open?.lines.push(line);
    else if (open) {
      blocks.push(buildBlock(open.info, open.lines, open.line));
      open = undefined;
    } else open = { info: fence[1] ?? "", line: index + 1, lines: [] };
  }
  if (open) throw new Error(`the block of code of line ${open.line} is not closed`);
  return blocks;
}

function buildBlock(info: string, lines: readonly string[], line: number): CodeBlock {
  const [language = "", ...words] = info.trim().split(/\s+/);
  const file = words.find((word) => word.startsWith("file="))?.slice("file=".length);
  const content = lines.map((one) => `${one}\n`).join("");
  return { language, file, isAppended: words.includes("append"), content, line };
}
