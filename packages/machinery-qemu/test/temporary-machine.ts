import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Machine } from "@aux/core";
import { resolveOptions } from "@aux/core";
import { onTestFinished } from "vitest";
import { QEMU_OPTIONS, QemuMachinery, type QemuOptions } from "../src/index.ts";

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "qemu-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Options as a section gives them, small and without network where nothing else is said. */
export async function resolvedOptions(given: Readonly<Record<string, unknown>>): Promise<QemuOptions> {
  const small = { memory: 32, network: "none", accel: "tcg", powerdownTimeout: 5, ...given };
  const { options, problems } = await resolveOptions(QEMU_OPTIONS, small, { section: "vm" });
  if (problems.length > 0) throw new Error(problems[0]?.message);
  return options as QemuOptions;
}

/** A machinery in a folder, stopped when the test is over. */
export async function temporaryMachinery(
  folder: string,
  given: Readonly<Record<string, unknown>>,
  machine: Partial<Machine> = {},
): Promise<QemuMachinery> {
  const named = { name: "vm", machinery: "qemu", ...machine };
  const options = await resolvedOptions({ snapshots: join(folder, "snapshots"), ...given });
  const analysisPath = mkdtempSync(join(folder, "analysis-"));
  const machinery = new QemuMachinery({ machine: named, options, analysisPath, task: { id: "1" } });
  onTestFinished(() => machinery.stop(AbortSignal.abort()));
  return machinery;
}

const PATIENCE_MS = 20_000;

/** Says things on a console and waits for what comes back. */
export class ConsoleTalk {
  readonly socket: Socket;
  said = "";

  constructor(path: string | undefined) {
    if (path === undefined) throw new Error("the machine has no console");
    this.socket = createConnection(path);
    this.socket.setEncoding("latin1").on("data", (text: string) => {
      this.said += text;
    });
    this.socket.on("error", () => {});
    onTestFinished(() => void this.socket.destroy());
  }

  /** Resolves when the text was said, from the beginning on. */
  until(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error?: Error) => {
        clearTimeout(timer);
        this.socket.off("data", look).off("close", onClose);
        if (error === undefined) resolve();
        else reject(error);
      };
      const look = () => {
        if (this.said.includes(text)) end();
      };
      const fail = (why: string) => end(new Error(`${why}; the console said ${JSON.stringify(this.said)}`));
      const onClose = () => fail("closed");
      const timer = setTimeout(() => fail(`no ${JSON.stringify(text)} in time`), PATIENCE_MS);
      this.socket.on("data", look).once("close", onClose);
      look();
    });
  }
}

export function isGone(path: string | undefined): boolean {
  return path !== undefined && !existsSync(path);
}
