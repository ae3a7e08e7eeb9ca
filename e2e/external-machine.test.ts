import { createSocket } from "node:dgram";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFrames } from "../guest/compare/read-frames.ts";
import { TemporaryProject } from "../packages/cli/e2e/temporary-project.ts";

const PACKAGES = resolve(import.meta.dirname, "../packages");
const PORT = 47_311;
const MACHINE = '{"name": "own", "interface": "lo"}';

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject(`[sniffer]\nbpf = udp port ${PORT}\n`);
  symlinkSync(join(PACKAGES, "sniffer-tcpdump"), join(project.path, "node_modules/@aux/sniffer-tcpdump"));
  project.write("package.json", '{"dependencies": {"@aux/sniffer-tcpdump": "0.1.0"}}');
});
afterEach(() => project.remove());

/** Sends datagrams over the loopback, as the machine of somebody else would. */
async function send(count: number): Promise<void> {
  const socket = createSocket("udp4");
  for (let index = 0; index < count; index++)
    await new Promise((sent) => socket.send(`datagram ${index}`, PORT, "127.0.0.1", sent));
  socket.close();
}

/** The numbers of the tcpdumps that write into this test's project. */
function tcpdumps(): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "latin1");
      return line.includes("tcpdump") && line.includes(project.path);
    } catch {
      return false;
    }
  });
}

describe("a machine that somebody else drives, between start and stop", () => {
  it("has its first and its last packet recorded by the sniffer", async () => {
    const started = await project.run("start", "--detach", "--machine", MACHINE);
    expect(started.code, started.stderr).toBe(0);
    await send(200);
    const { code, stderr } = await project.run("stop", "--strict", started.stdout.trim());
    expect(code, stderr).toBe(0);
    const [sniffer] = project.record().auxiliaries;
    expect(sniffer).toMatchObject({ state: "stopped", problems: [] });
    const pcap = sniffer?.artifacts.find(({ kind }) => kind === "pcap");
    const frames = readFrames(join(project.folder(), pcap?.path ?? ""));
    const words = frames.map(({ bytes }) => /datagram \d+$/.exec(bytes.toString("latin1"))?.[0]);
    expect(new Set(words)).toEqual(new Set(Array.from({ length: 200 }, (_, index) => `datagram ${index}`)));
  });

  it("leaves no tcpdump when the supervisor is killed", async () => {
    const folder = (await project.run("start", "--detach", "--machine", MACHINE)).stdout.trim();
    const { pid } = JSON.parse((await project.run("status", "--json", folder)).stdout);
    expect(tcpdumps()).not.toEqual([]);
    process.kill(pid, "SIGKILL");
    await delay(2_000);
    expect(tcpdumps()).toEqual([]);
    expect((await project.run("stop", folder)).code).toBe(3);
  });
});
