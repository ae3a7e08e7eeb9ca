import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runStep, type Step } from "../process/run-step.ts";
import { type CodeBlock, parseCodeBlocks } from "./parse-code-blocks.ts";

const BLOCK_TIMEOUT_MS = 180_000;

/** A page, and the folder and environment of the reader who does what it says. */
export interface Reader {
  readonly pagePath: string;
  readonly folderPath: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Does what a page says, in its order: writes each block with a file, runs each `sh` block as it stands. Each block
 * begins in the folder where the one before ended, as if typed in one shell. Returns what the shell said.
 */
export async function followPage(reader: Reader): Promise<string> {
  const blocks = parseCodeBlocks(readFileSync(reader.pagePath, "utf8"));
  const output: string[] = [];
  let cwd = reader.folderPath;
  for (const block of blocks) {
    if (block.file) writeBlock(block, reader.folderPath);
    if (block.language !== "sh") continue;
    const said = await runStep(buildShellStep(reader, block, cwd));
    cwd = said.trimEnd().split("\n").at(-1) ?? cwd;
    output.push(said);
  }
  return output.join("");
}

/** Writes the blocks of a page that are files, and runs nothing. */
export function writePageFiles(pagePath: string, folderPath: string): void {
  for (const block of parseCodeBlocks(readFileSync(pagePath, "utf8")))
    if (block.file) writeBlock(block, folderPath);
}

function writeBlock({ file = "", isAppended, content }: CodeBlock, folderPath: string): void {
  const path = join(folderPath, file);
  mkdirSync(dirname(path), { recursive: true });
  if (isAppended) appendFileSync(path, `\n${content}`);
  else writeFileSync(path, content);
}

/** Stops at the first line that fails, as a reader would; `set -e` alone goes on after a failed `a && b`. */
export function buildStrictScript(script: string): string {
  const lines = script.trimEnd().split(/(?<!\\)\n/);
  return lines.map((line) => `{ ${line}\n} || exit $?`).join("\n");
}

/** The block is a shell script by its nature; what follows it only says where its last `cd` led. */
function buildShellStep({ pagePath, env }: Reader, block: CodeBlock, cwd: string): Step {
  return {
    file: "bash",
    args: ["-uo", "pipefail", "-c", `${buildStrictScript(block.content)}\npwd`],
    cwd,
    env,
    timeoutMs: BLOCK_TIMEOUT_MS,
    remedy: `${pagePath}:${block.line} is not true any more: mend the page, or what it describes.`,
  };
}
