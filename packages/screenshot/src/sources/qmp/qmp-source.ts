import { access, constants, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuxiliaryError, type Machine } from "@aux/core";
import { connectQmp, QmpError } from "@aux/qmp";
import { screenshotProblem } from "../../screenshot-problems.ts";
import type { ScreenSource, ScreenView } from "../screen-source.ts";
import { QmpView } from "./qmp-view.ts";

const CONNECT_MS = 2_000;
const MEMORY_FOLDER = "/dev/shm";

/** QEMU's monitor of the machine; undefined where there is none. */
export function makeQmpSource(
  { qmp }: Machine,
  { rate }: { readonly rate: number },
): ScreenSource | undefined {
  return qmp === undefined ? undefined : new QmpSource(qmp, 1_000 / rate);
}

class QmpSource implements ScreenSource {
  readonly name = "qmp";
  readonly description: string;
  readonly #path: string;
  readonly #everyMs: number;

  constructor(path: string, everyMs: number) {
    this.description = `QEMU's monitor ${path}`;
    this.#path = path;
    this.#everyMs = everyMs;
  }

  async connect(signal: AbortSignal): Promise<ScreenView> {
    const client = await connectQmp({ path: this.#path }, { timeoutMs: CONNECT_MS, signal });
    try {
      // What is asked of a switchboard before the machine is there would wait for it.
      if (client.greeting.version.qemu.major === 0) throw noMachine(this.#path);
      return new QmpView(client, await makePrivateFolder(), this.#everyMs);
    } catch (error) {
      client.close();
      throw error;
    }
  }

  isAbsent(error: unknown): boolean {
    if (error instanceof QmpError) return error.code === "AUX_QMP_UNREACHABLE";
    return AuxiliaryError.is(error) && error.code === "AUX_SCREENSHOT_NO_MACHINE";
  }
}

function noMachine(path: string): AuxiliaryError {
  return new AuxiliaryError(
    screenshotProblem("AUX_SCREENSHOT_NO_MACHINE", `no machine is behind the monitor ${path} yet`),
  );
}

/** In memory where that can be: a picture is written and read several times a second. */
async function makePrivateFolder(): Promise<string> {
  const isInMemory = await access(MEMORY_FOLDER, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  return mkdtemp(join(isInMemory ? MEMORY_FOLDER : tmpdir(), "screenshot-"));
}
