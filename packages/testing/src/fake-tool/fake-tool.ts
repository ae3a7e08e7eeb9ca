import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FakeToolBehaviour } from "./fake-tool-behaviour.ts";
import { FAKE_TOOL_PROGRAM } from "./fake-tool-program.ts";

/** One call of a fake tool. */
export interface FakeToolCall {
  readonly pid: number;
  /** Its arguments, each as it arrived. */
  readonly args: readonly string[];
  /** The processes that it started in turn. */
  readonly started: readonly number[];
}

/** A real executable file that behaves as a test wants it to. */
export interface FakeTool extends Disposable {
  /** Absolute path of the executable. */
  readonly path: string;
  /** Every call so far, oldest first. */
  calls(): readonly FakeToolCall[];
  /** Ends what still runs of it and removes its folder; what `using` calls. */
  dispose(): void;
}

/**
 * Writes an executable into a folder of its own below the system's folder for temporary files.
 *
 * @throws TypeError for a name that is no file's name
 */
export function createFakeTool(behaviour: FakeToolBehaviour = {}): FakeTool {
  const name = behaviour.name ?? "fake-tool";
  if (name !== basename(name) || name.startsWith("."))
    throw new TypeError(`${JSON.stringify(name)} is no file name`);
  const folderPath = mkdtempSync(join(realpathSync(tmpdir()), "fake-tool-"));
  const programPath = join(folderPath, "program.mjs");
  writeFileSync(programPath, FAKE_TOOL_PROGRAM);
  writeFileSync(join(folderPath, "behaviour.json"), JSON.stringify(behaviour));
  const path = join(folderPath, name);
  writeFileSync(path, buildLauncher(programPath));
  // The folder is private, but a tool may run as somebody else.
  chmodSync(folderPath, 0o755);
  chmodSync(path, 0o755);
  const dispose = () => {
    for (const { pid, started } of loadCalls(folderPath))
      for (const each of [pid, ...started]) end(each, programPath);
    rmSync(folderPath, { recursive: true, force: true });
  };
  return { path, calls: () => loadCalls(folderPath), dispose, [Symbol.dispose]: dispose };
}

/** A `#!` line takes no path with blanks in it; a quoted word of the shell takes any. */
function buildLauncher(programPath: string): string {
  return `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(programPath)} "$@"\n`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function loadCalls(folderPath: string): readonly FakeToolCall[] {
  const path = join(folderPath, "calls.jsonl");
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line): FakeToolCall => JSON.parse(line));
}

/** Only a process that still has the program in its command line: a pid may have been given away. */
function end(pid: number, programPath: string): void {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const isOurs = command.includes(programPath) || command.includes(pathToFileURL(programPath).href);
    if (isOurs) process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
