import { chmodSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { join } from "node:path";
import { AuxiliaryError, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { CONTROL_SOCKET } from "./protocol.ts";
import { type OpenedFolder, openFolder } from "./socket-path.ts";

/**
 * Makes a server listen on the control socket of an analysis folder: bound in a folder of its own, mode 0600, and then
 * moved to its place, so that it is never there with other rights, and one that a killed run has left is replaced.
 *
 * @returns removes the socket; call it once the server is closed
 * @throws AUX_CONTROL_FAILED
 */
export async function bindSocket(server: Server, analysisPath: string): Promise<() => void> {
  const socketPath = join(analysisPath, CONTROL_SOCKET);
  let draftPath: string | undefined;
  let opened: OpenedFolder | undefined;
  try {
    draftPath = mkdtempSync(join(analysisPath, ".control-"));
    const folder = openFolder(draftPath);
    opened = folder;
    await listen(server, join(folder.path, "s"));
    chmodSync(join(draftPath, "s"), 0o600);
    renameSync(join(draftPath, "s"), socketPath);
    return () => {
      folder.close();
      rmSync(socketPath, { force: true });
    };
  } catch (error) {
    server.close(() => {});
    opened?.close();
    const message = `the control socket ${socketPath} cannot be made: ${reasonOf(error)}`;
    throw new AuxiliaryError(analysisProblem("AUX_CONTROL_FAILED", message), { cause: error });
  } finally {
    if (draftPath !== undefined) rmSync(draftPath, { recursive: true, force: true });
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
