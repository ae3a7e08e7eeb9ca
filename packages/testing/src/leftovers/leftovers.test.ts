import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTemporaryAnalysis, type TemporaryAnalysis } from "../analysis/temporary-analysis.ts";
import { createFakeTool } from "../fake-tool/fake-tool.ts";
import { type Baseline, takeBaseline } from "./baseline.ts";
import { describeLeftovers } from "./describe-leftovers.ts";
import { endLeftoverProcesses, findLeftovers, findLeftoversNow, hasLeftovers } from "./leftovers.ts";

describe("what is left behind", () => {
  let analysis: TemporaryAnalysis;
  let baseline: Baseline;
  beforeEach(async () => {
    analysis = await createTemporaryAnalysis();
    baseline = await takeBaseline({ marker: analysis.rootPath, folderPaths: [analysis.rootPath] });
  });
  afterEach(async () => {
    baseline[Symbol.dispose]();
    await analysis.dispose();
  });

  it("is nothing where nothing was done", async () => {
    const leftovers = await findLeftovers(baseline);
    expect(describeLeftovers(leftovers)).toBe("");
    expect(hasLeftovers(leftovers)).toBe(false);
  });

  it("is not what ends before the time to settle is over", async () => {
    const child = spawn("sleep", ["0.2"], { stdio: "ignore" });
    expect(findLeftoversNow(baseline).processes.map(({ pid }) => pid)).toEqual([child.pid]);
    expect(hasLeftovers(await findLeftovers(baseline, { settleMs: 5_000 }))).toBe(false);
  });

  it("is a child process, with its command, until it is ended", async () => {
    const child = spawn("sleep", ["60"], { stdio: "ignore" });
    const leftovers = await findLeftovers(baseline, { settleMs: 0 });
    expect(leftovers.processes).toMatchObject([{ pid: child.pid, command: "sleep 60" }]);
    expect(leftovers.handles).toMatchObject([{ type: "child process", count: 1 }]);
    endLeftoverProcesses(leftovers);
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");
  });

  it("is a daemon that has left its parent, its group and its session", async () => {
    using tool = createFakeTool({ forksDaemon: true, diesAfterMs: 1 });
    const child = spawn(tool.path, [], { stdio: "ignore", env: { ...process.env, MARK: analysis.rootPath } });
    await once(child, "exit");
    const daemon = tool.calls()[0]?.started[0];
    const leftovers = await findLeftovers(baseline, { settleMs: 0 });
    expect(leftovers.processes.map(({ pid }) => pid)).toEqual([daemon]);
    endLeftoverProcesses(leftovers);
    expect((await findLeftovers(baseline)).processes).toEqual([]);
  });

  it("is a timer, with the line that made it, unless it holds nothing up", async () => {
    const timer = setTimeout(() => {}, 60_000);
    const loose = setTimeout(() => {}, 60_000).unref();
    expect(findLeftoversNow(baseline).handles).toEqual([
      { type: "timer", count: 1, madeAt: [expect.stringMatching(/leftovers\.test\.ts:\d+:\d+/)] },
    ]);
    clearTimeout(timer);
    clearTimeout(loose);
    expect((await findLeftovers(baseline)).handles).toEqual([]);
  });

  it("is a server that listens, until it is closed", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { handles, descriptors } = findLeftoversNow(baseline);
    expect(handles).toMatchObject([{ type: "TCP server", count: 1 }]);
    expect(descriptors).toMatchObject([{ target: expect.stringMatching(/^socket:/) }]);
    server.close();
    expect(hasLeftovers(await findLeftovers(baseline))).toBe(false);
  });

  it("is a listener on process, until it is removed", () => {
    const listener = () => {};
    process.on("SIGUSR2", listener);
    expect(findLeftoversNow(baseline).handles).toMatchObject([{ type: 'process.on("SIGUSR2")', count: 1 }]);
    process.off("SIGUSR2", listener);
    expect(findLeftoversNow(baseline).handles).toEqual([]);
  });

  it("is an open file, and a file that is where none should be", () => {
    const path = join(analysis.rootPath, "stray");
    writeFileSync(path, "");
    const descriptor = openSync(path, "r");
    const { files, descriptors } = findLeftoversNow(baseline);
    expect(files).toEqual([path]);
    expect(descriptors).toEqual([{ number: descriptor, target: path }]);
    closeSync(descriptor);
    rmSync(path);
    expect(hasLeftovers(findLeftoversNow(baseline))).toBe(false);
  });
});
