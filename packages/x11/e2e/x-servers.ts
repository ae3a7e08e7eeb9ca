import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

const READY_TIMEOUT_MS = 20_000;

/** A real X server, 1280×800. */
export interface XServer extends AsyncDisposable {
  readonly display: string;
  /** A file with a cookie for it, where it wants one. */
  readonly authorityPath: string;
  kill(): void;
  /** Runs a program of X to its end. */
  run(file: string, ...args: readonly string[]): string;
  /** Starts a program of X that ends with the server. */
  open(file: string, ...args: readonly string[]): ChildProcess;
}

export function startXvfb(args: readonly string[] = []): Promise<XServer> {
  return start("Xvfb", ["-screen", "0", "1280x800x24", "-nolisten", "tcp", ...args]);
}

export function startTigerVnc(): Promise<XServer> {
  return start("Xtigervnc", [
    "-geometry",
    "1280x800",
    "-depth",
    "24",
    "-rfbport",
    "-1",
    "-SecurityTypes",
    "None",
  ]);
}

async function start(file: string, args: readonly string[]): Promise<XServer> {
  const folder = mkdtempSync(join(tmpdir(), "x11-e2e-"));
  const authorityPath = join(folder, "cookies");
  writeFileSync(authorityPath, buildAuthority());
  const withCookie = args.map((arg) => arg.replace("{cookies}", authorityPath));
  const server = spawn(file, ["-displayfd", "3", ...withCookie], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const gone = once(server, "exit");
  const programs: ChildProcess[] = [];
  const dispose = async () => {
    for (const one of [...programs, server]) one.kill("SIGKILL");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  const [number] = (await once(server.stdio[3] as Readable, "data", {
    signal: AbortSignal.timeout(READY_TIMEOUT_MS),
  }).catch(async (error: unknown) => {
    await dispose();
    throw error;
  })) as [Buffer];
  const display = `:${number.toString().trim()}`;
  const env = { ...process.env, DISPLAY: display, XAUTHORITY: authorityPath };
  return {
    display,
    authorityPath,
    kill: () => server.kill("SIGKILL"),
    run: (program, ...programArgs) =>
      execFileSync(program, programArgs, { env, encoding: "utf8", timeout: READY_TIMEOUT_MS }),
    open: (program, ...programArgs) => {
      const child = spawn(program, programArgs, { env, stdio: "ignore" });
      programs.push(child);
      return child;
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** One cookie for all displays, as xauth would write it. */
function buildAuthority(): Buffer {
  const fields = ["", "", "MIT-MAGIC-COOKIE-1", "a cookie of ours"].flatMap((text) => [
    Buffer.from([0, text.length]),
    Buffer.from(text),
  ]);
  return Buffer.concat([Buffer.from([0xff, 0xff]), ...fields]);
}
