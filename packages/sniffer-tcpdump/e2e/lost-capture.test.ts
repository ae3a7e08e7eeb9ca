import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { countPackets, type Problem } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Lab, runTool } from "./lab.ts";
import { readNumbers } from "./numbered-packets.ts";
import type { SendOrder } from "./send-packets.ts";
import { codesOf, type SessionOptions, SnifferSession } from "./sniffer-session.ts";
import { TalkingProcess } from "./talking-process.ts";

const PORT = 9000;

describe("a capture that loses something", () => {
  let lab: Lab;
  let guest: TalkingProcess;
  beforeEach(async () => {
    lab = new Lab();
    guest = new TalkingProcess(lab.guest.namespace, "send-packets.ts");
    await guest.hear("waiting");
  });
  afterEach(async () => {
    await guest[Symbol.asyncDispose]();
    lab[Symbol.dispose]();
  });

  async function startSession(options: SessionOptions = {}): Promise<SnifferSession> {
    const machine = { interface: "v0", mac: lab.guest.mac };
    const session = new SnifferSession(lab, { machine, sinkPorts: [PORT], ...options });
    await session.start();
    return session;
  }

  async function send(count: number): Promise<void> {
    guest.tell({ host: lab.host.ip, port: PORT, from: 0, count } satisfies SendOrder);
    await guest.hear("sent");
  }

  it("records a full disk truthfully", async () => {
    const folder = lab.analysisPath("small");
    mkdirSync(folder);
    runTool("mount", "-t", "tmpfs", "-o", "size=1m,mode=0777", "tmpfs", folder);
    try {
      await using full = await startSession({ id: "small/1", entry: { minFreeBytes: 0 } });
      await send(30_000);
      const record = await full.stop();
      expect(codesOf(record)[0]).toBe("AUX_SNIFFER_DISK_FULL");
      const [dump] = record.artifacts;
      expect(dump).toMatchObject({ path: "dump.pcap", packets: record.figures.packetsInFile });
      expect(codesOf(record).includes("AUX_ARTIFACT_CUT_SHORT")).toBe(dump?.whole === false);
      expect(record.state).toBe("degraded");
      const { packetsCaptured, packetsInFile } = record.figures;
      expect(packetsCaptured).toBeGreaterThanOrEqual(30_000);
      expect(packetsInFile).toBe((await countPackets(full.pcapPath)).packets);
      expect(packetsInFile).toBeLessThan(20_000);
    } finally {
      runTool("umount", folder);
    }
  });

  it("ends before the disk is full, with all that was captured up to then", async () => {
    const folder = lab.analysisPath("small");
    mkdirSync(folder);
    runTool("mount", "-t", "tmpfs", "-o", "size=8m,mode=0777", "tmpfs", folder);
    try {
      await using session = await startSession({ id: "small/1", entry: { minFreeBytes: 6 * 1024 * 1024 } });
      await send(60_000);
      await session.process.hear("degraded");
      const early = snapshotOf(session.pcapPath);
      await send(1_000);
      const record = await session.stop();
      expect(record.state).toBe("degraded");
      expect(codesOf(record)).toEqual(["AUX_DISK_LOW"]);
      const [dump] = record.artifacts;
      expect(dump).toMatchObject({ path: "dump.pcap", whole: true, packets: record.figures.packetsInFile });
      expect(record.figures.packetsInFile).toBe(record.figures.packetsCaptured);
      expect(record.figures.packetsInFile).toBeGreaterThan(10_000);
      expect(snapshotOf(session.pcapPath)).toEqual(early);
    } finally {
      runTool("umount", folder);
    }
  });

  it("ends when its file is as large as it may become, and the file is whole", async () => {
    await using session = await startSession({ entry: { maxSizeBytes: 256 * 1024 } });
    await send(10_000);
    await session.process.hear("degraded");
    const record = await session.stop();
    expect(codesOf(record)).toEqual(["AUX_ARTIFACT_TOO_LARGE"]);
    expect(record.artifacts[0]).toMatchObject({ whole: true, packets: record.figures.packetsCaptured });
  });

  it("does not start where there is no room, and says so", async () => {
    const machine = { interface: "v0", mac: lab.guest.mac };
    await using session = new SnifferSession(lab, { machine, entry: { minFreeBytes: 2 ** 60 } });
    expect(await session.startRefused()).toMatchObject({ code: "AUX_DISK_LOW" });
  });

  it("reports an interface that is removed, at once and by its name", async () => {
    await using session = await startSession();
    await send(10);
    runTool("ip", "-n", lab.host.namespace, "link", "delete", "v0");
    const problem = (await session.process.hear("problem")).problem as Problem;
    expect(problem).toMatchObject({ code: "AUX_SNIFFER_INTERFACE_GONE" });
    const record = await session.stop();
    expect(record.state).toBe("crashed");
    expect(codesOf(record)).toEqual(["AUX_SNIFFER_INTERFACE_GONE"]);
    expect(record.figures).toHaveProperty("packetsInFile");
  });

  it("notices at once that tcpdump was killed", async () => {
    await using session = await startSession();
    await send(2_000);
    const [pid] = listTcpdumps(session.pcapPath);
    process.kill(pid ?? -1, "SIGKILL");
    const problem = (await session.process.hear("problem")).problem as Problem;
    expect(problem).toMatchObject({ code: "AUX_TOOL_SIGNALLED" });
    expect(problem.message).toContain("SIGKILL");
    const record = await session.stop();
    expect(record.state).toBe("crashed");
    expect(record.figures.packetsInFile).toBe((await countPackets(session.pcapPath)).packets);
  });

  it("goes on in a file of its own after a crash, with on_crash = restart", async () => {
    await using session = await startSession({ entry: { onCrash: "restart" } });
    await send(2_000);
    const [pid] = listTcpdumps(session.pcapPath);
    process.kill(pid ?? -1, "SIGKILL");
    await session.process.hear("crashed");
    await session.process.hear("running");
    await send(500);
    const record = await session.stop();
    expect(record.state).toBe("degraded");
    expect(codesOf(record).filter((code) => code !== "AUX_ARTIFACT_CUT_SHORT")).toEqual([
      "AUX_TOOL_SIGNALLED",
      "AUX_RESTARTED",
    ]);
    expect(record.gaps).toMatchObject([{ from: {}, to: {} }]);
    const [first, second] = ["dump.pcap", "dump.1.pcap"].map((name) =>
      record.artifacts.find(({ path }) => path === name),
    );
    expect(first?.packets).toBe(record.figures.packetsInFile);
    expect(second).toMatchObject({ whole: true, packets: record.figures["packetsCaptured.1"] });
    expect(second?.packets).toBeGreaterThanOrEqual(500);
    expect(listTcpdumps(session.analysisPath)).toEqual([]);
  });

  it("says that a stalled tcpdump does not answer, instead of waiting for ever", async () => {
    await using session = await startSession();
    const [pid = -1] = listTcpdumps(session.pcapPath);
    await send(100);
    process.kill(pid, "SIGSTOP");
    const stopping = session.stop();
    const problem = (await session.process.hear("problem")).problem as Problem;
    process.kill(pid, "SIGCONT");
    expect(problem).toMatchObject({ code: "AUX_SNIFFER_DRAIN_INCOMPLETE" });
    expect(codesOf(await stopping)).toContain("AUX_SNIFFER_DRAIN_INCOMPLETE");
  });

  it("reports what the kernel dropped, and what to raise", async () => {
    await using session = await startSession({ options: { bufferSize: 64 } });
    const [pid = -1] = listTcpdumps(session.pcapPath);
    process.kill(pid, "SIGSTOP");
    await send(20_000);
    process.kill(pid, "SIGCONT");
    const record = await session.stop();
    const { packetsDropped, packetsInFile, packetsCaptured } = record.figures;
    expect(codesOf(record)).toEqual(["AUX_SNIFFER_KERNEL_DROPPED"]);
    expect(record.problems[0]?.remedy).toContain("buffer_size");
    expect(Number(packetsDropped) + Number(packetsInFile)).toBeGreaterThanOrEqual(20_000);
    expect(packetsInFile).toBe(packetsCaptured);
  });

  it("says that the file was removed meanwhile", async () => {
    await using session = await startSession();
    execFileSync("rm", [session.pcapPath]);
    const record = await session.stop();
    expect(codesOf(record)).toEqual(["AUX_ARTIFACT_MISSING"]);
  });

  it("leaves no tcpdump and a readable file when the runner is killed", async () => {
    const session = await startSession();
    await send(2_000);
    expect(listTcpdumps(session.pcapPath)).toHaveLength(1);
    await session[Symbol.asyncDispose]();
    const end = performance.now() + 2_000;
    while (listTcpdumps(session.pcapPath).length > 0 && performance.now() < end) await sleep(10);
    expect(listTcpdumps(session.pcapPath)).toEqual([]);
    expect(await countPackets(session.pcapPath)).toMatchObject({ isCutShort: false });
    expect(readNumbers(session.pcapPath).every((number) => number < 2_000)).toBe(true);
  });
});

/** Size and last change of a file. */
function snapshotOf(path: string): readonly number[] {
  const { size, mtimeMs } = statSync(path);
  return [size, mtimeMs];
}

/** Processes that write this file, by the kernel's list. */
function listTcpdumps(pcapPath: string): readonly number[] {
  const processes = runTool("ps", "-eo", "pid=,comm=").trim().split("\n");
  const found = processes
    .filter((line) => line.trim().endsWith(" tcpdump"))
    .map((line) => Number.parseInt(line, 10));
  return found.filter((pid) => readCommandLine(pid).includes(pcapPath));
}

function readCommandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
