import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { endProcesses } from "./end-processes.ts";
import { findProcess } from "./process-identity.ts";

async function started(script: string): Promise<number> {
  const child = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child.pid ?? 0;
}

const find = (pid: number) => () => [findProcess(pid)].filter((found) => found !== undefined);

describe("ending processes", () => {
  it("asks first, and makes those that do not listen", { timeout: 60_000 }, async () => {
    const polite = await started("echo ready; exec sleep 100");
    expect(await endProcesses(find(polite))).toEqual({
      ended: [
        expect.objectContaining({
          pid: polite,
          name: expect.stringMatching(`^(sh|sleep) .process ${polite}.$`),
        }),
      ],
      left: [],
    });
    const deaf = await started("trap '' TERM; echo ready; while :; do sleep 0.1; done");
    expect(await endProcesses(find(deaf))).toMatchObject({
      ended: [{ pid: deaf, name: `sh (process ${deaf})` }],
      left: [],
    });
  });

  it("asks nobody who ends by itself in time", { timeout: 60_000 }, async () => {
    const ending = await started("echo ready; exec sleep 0.1");
    expect(await endProcesses(find(ending), { graceMs: 30_000 })).toEqual({ ended: [], left: [] });
  });

  it("waits for nobody once all is ended at once", { timeout: 60_000 }, async () => {
    const path = join(mkdtempSync(join(tmpdir(), "end-processes-")), "asked");
    onTestFinished(() => rmSync(dirname(path), { recursive: true }));
    const deaf = await started(`trap ': >${path}' TERM; echo ready; while :; do sleep 0.1; done`);
    const options = { graceMs: 30_000, killSignal: AbortSignal.abort() };
    expect(await endProcesses(find(deaf), options)).toMatchObject({ ended: [{ pid: deaf }] });
    expect(existsSync(path)).toBe(false);
  });

  it("names what does not end", { timeout: 60_000 }, async () => {
    const another = { pid: 4_194_304, startTicks: "1", groupId: 4_194_304, sessionId: 4_194_304 };
    expect(await endProcesses(() => [another])).toEqual({
      ended: [],
      left: [{ ...another, name: "process 4194304" }],
    });
  });
});
