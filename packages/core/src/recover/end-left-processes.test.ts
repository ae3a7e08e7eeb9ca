import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { findProcess } from "../process/process-identity.ts";
import { endLeftProcesses } from "./end-left-processes.ts";

async function started(script: string): Promise<number> {
  const child = spawn("/bin/sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child.pid ?? 0;
}

const find = (pid: number) => () => [findProcess(pid)].filter((found) => found !== undefined);

describe("ending what is left", () => {
  it("asks first, and makes those that do not listen", { timeout: 60_000 }, async () => {
    const polite = await started("echo ready; exec sleep 100");
    expect(await endLeftProcesses(find(polite))).toEqual({
      ended: [expect.stringContaining(`(process ${polite})`)],
      problems: [],
    });
    const deaf = await started("trap '' TERM; echo ready; while :; do sleep 0.1; done");
    expect(await endLeftProcesses(find(deaf))).toMatchObject({
      ended: [`sh (process ${deaf})`],
      problems: [],
    });
  });

  it("names what does not end, and how to end it", { timeout: 60_000 }, async () => {
    const another = { pid: 4_194_304, startTicks: "1", groupId: 4_194_304, sessionId: 4_194_304 };
    expect(await endLeftProcesses(() => [another])).toMatchObject({
      ended: [],
      problems: [{ code: "AUX_RECOVER_LEFT", remedy: expect.stringContaining("kill -KILL 4194304") }],
    });
  });
});
