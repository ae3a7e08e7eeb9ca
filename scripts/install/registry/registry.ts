import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { installCachedTool } from "../clients/cached-tool.ts";
import { buildCleanEnvironment } from "../process/clean-environment.ts";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const FIXTURES = "install-test/registry";

/** A registry on this machine's loopback. */
export interface Registry extends AsyncDisposable {
  /** Its address with a slash at the end, e.g. `http://127.0.0.1:40123/`. */
  readonly url: string;
}

/**
 * Starts Verdaccio on a free port of the loopback, with an empty storage in `folderPath`. Rejects when it does not
 * listen within 30 s. It ends when disposed of, and with this process.
 */
export async function startRegistry(rootPath: string, folderPath: string): Promise<Registry> {
  const verdaccioPath = await installVerdaccio(rootPath);
  mkdirSync(folderPath, { recursive: true });
  const configPath = join(folderPath, "config.yaml");
  copyFileSync(join(rootPath, FIXTURES, "config.yaml"), configPath);
  const child = spawn(process.execPath, [join(rootPath, FIXTURES, "serve.mjs"), verdaccioPath, configPath], {
    cwd: folderPath,
    env: buildCleanEnvironment(),
    stdio: ["pipe", "pipe", "pipe"],
  });
  try {
    const port = await readPort(child);
    return { url: `http://127.0.0.1:${port}/`, [Symbol.asyncDispose]: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

function installVerdaccio(rootPath: string): Promise<string> {
  const manifest = JSON.parse(readFileSync(join(rootPath, FIXTURES, "package.json"), "utf8"));
  return installCachedTool(rootPath, `verdaccio-${manifest.dependencies.verdaccio}`, manifest);
}

function readPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const fail = (what: string): void =>
      reject(new Error(`the registry ${what}\n${said.slice(-20).join("\n")}`));
    const deadline = setTimeout(() => fail(`did not listen within ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => fail(`ended with ${code}`));
    const listen = (line: string): void => {
      const port = /^PORT (\d+)$/.exec(line)?.[1];
      if (!port) return void said.push(line);
      clearTimeout(deadline);
      resolve(Number(port));
    };
    // Read to the end, also when nobody listens any more: a full pipe would stop the registry.
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on("line", listen);
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const deadline = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(deadline);
}
