import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addToPath, PACKAGE_MANAGERS } from "./clients/package-manager.ts";
import { buildClientSettings } from "./registry/client-settings.ts";
import { startRegistry } from "./registry/registry.ts";
import { ReleaseClone } from "./release/release-clone.ts";
import type { Place } from "./scenarios/scenario.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** A registry that runs, a clone to release from, and a place for projects; disposing of it leaves nothing. */
export interface InstallSession extends AsyncDisposable {
  readonly place: Place;
  readonly clone: ReleaseClone;
}

/** Starts the registry of the test and clones the repository; nothing is published yet. */
export async function openInstallSession(rootPath: string): Promise<InstallSession> {
  const undos: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const undo of undos.splice(0).reverse()) await undo();
  };
  try {
    const folderPath = mkdtempSync(join(tmpdir(), "install-test-"));
    undos.push(() => rmSync(folderPath, { recursive: true, force: true }), exitWhenInterrupted(folderPath));
    const registry = await startRegistry(rootPath, join(folderPath, "registry"));
    undos.push(() => registry[Symbol.asyncDispose]());
    const settings = buildClientSettings(registry.url, join(folderPath, "settings"));
    const env = await addToPath(rootPath, PACKAGE_MANAGERS.pnpm10.tool, settings.env);
    const clone = await ReleaseClone.create(rootPath, join(folderPath, "clone"), env);
    const place = {
      rootPath,
      sourcePath: clone.path,
      folderPath: join(folderPath, "projects"),
      registryUrl: registry.url,
      settings,
    };
    return { place, clone, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Ctrl-C leaves nothing either: the registry and the running commands end with this process. Returns its undo. */
function exitWhenInterrupted(folderPath: string): () => void {
  const remove = (): void => rmSync(folderPath, { recursive: true, force: true, maxRetries: 5 });
  const exit = (): never => process.exit(130);
  process.once("exit", remove);
  for (const signal of SIGNALS) process.on(signal, exit);
  return () => {
    process.off("exit", remove);
    for (const signal of SIGNALS) process.off(signal, exit);
  };
}
