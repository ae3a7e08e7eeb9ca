import type { ChildProcess } from "node:child_process";
import { BoundedLog } from "../folder/bounded-log.ts";

/** How long the pipes of a command that has ended may still hold words of it: a grandchild may keep them open. */
const LAST_WORDS_MS = 200;

/** Keeps all that a command says in a file of bounded size. Resolves when its last words are there; never rejects. */
export async function keepWords(child: ChildProcess, logPath: string): Promise<void> {
  const log = new BoundedLog(logPath);
  const streams = [child.stdout, child.stderr];
  for (const stream of streams) {
    stream?.on("data", (words: Buffer) => log.write(words));
    stream?.on("error", () => {});
  }
  await new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
    child.once("exit", () => setTimeout(resolve, LAST_WORDS_MS));
  });
  for (const stream of streams) stream?.destroy();
  log.close();
}
