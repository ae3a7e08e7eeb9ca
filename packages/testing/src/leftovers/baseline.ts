import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { loadContents } from "./folder-contents.ts";
import { HandleWatch } from "./handle-watch.ts";
import { loadOpenDescriptors } from "./open-descriptors.ts";
import { loadProcessKeys } from "./own-processes.ts";
import { countProcessListeners } from "./process-listeners.ts";

export interface BaselineOptions {
  /**
   * Text that is in the environment or the command line of every process started from now on, for example the path of
   * a folder that is named nowhere else. A daemon that has left its parent is found by nothing else.
   */
  readonly marker: string;
  /** Folders in which nothing new may appear. Default: the working folder. */
  readonly folderPaths?: readonly string[];
}

/** What there was before: all that `findLeftovers` finds came after it. */
export interface Baseline extends Disposable {
  readonly marker: string;
  readonly processes: ReadonlySet<string>;
  readonly handles: HandleWatch;
  readonly listeners: ReadonlyMap<string, number>;
  readonly descriptors: ReadonlySet<string>;
  readonly folderPaths: readonly string[];
  readonly files: ReadonlySet<string>;
}

/** Notes which processes, handles, descriptors and files there are now. Linux: it reads `/proc`. */
export async function takeBaseline(options: BaselineOptions): Promise<Baseline> {
  warmedUp ??= warmUp();
  await warmedUp;
  const folderPaths = options.folderPaths ?? [process.cwd()];
  const handles = new HandleWatch();
  return {
    marker: options.marker,
    processes: loadProcessKeys(),
    handles,
    listeners: countProcessListeners(),
    descriptors: new Set(loadOpenDescriptors().map(({ number, target }) => `${number} ${target}`)),
    folderPaths,
    files: loadContents(folderPaths),
    [Symbol.dispose]: () => handles.close(),
  };
}

let warmedUp: Promise<void> | undefined;

/** What Node opens once, at the first use, and keeps: the pipe for SIGCHLD, the thread pool, stdout and stderr. */
async function warmUp(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.write("");
  await readFile("/proc/self/stat");
  await new Promise((resolve) => {
    spawn("/bin/sh", ["-c", ":"]).once("close", resolve).once("error", resolve);
  });
}
