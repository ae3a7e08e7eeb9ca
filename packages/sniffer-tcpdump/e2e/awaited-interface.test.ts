import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countPackets } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Lab, runTool } from "./lab.ts";
import { listNumbers, readNumbers } from "./numbered-packets.ts";
import type { SendOrder } from "./send-packets.ts";
import { codesOf, type SessionOptions, SnifferSession } from "./sniffer-session.ts";
import { TalkingProcess } from "./talking-process.ts";

const PORT = 9000;
const HOST_IP = "10.78.0.1";
const HOST_MAC = "02:00:00:00:78:01";
const GUEST_MAC = "02:00:00:00:78:02";

describe("an interface that is made with the machine", () => {
  let lab: Lab;
  let guest: TalkingProcess;
  beforeEach(async () => {
    lab = new Lab();
    // Else the kernels of both ends talk to each other the moment the interface is up.
    for (const end of [lab.host, lab.guest])
      lab.run(end, "sysctl", "-q", "net.ipv6.conf.default.disable_ipv6=1");
    guest = new TalkingProcess(lab.guest.namespace, "send-packets.ts");
    await guest.hear("waiting");
  });
  afterEach(async () => {
    await guest[Symbol.asyncDispose]();
    lab[Symbol.dispose]();
  });

  const onHost = (...args: readonly string[]) => runTool("ip", "-n", lab.host.namespace, ...args);
  const onGuest = (...args: readonly string[]) => runTool("ip", "-n", lab.guest.namespace, ...args);

  /** As a machinery does before it lets its machine run: up at this end, silent at the other. */
  function makeInterface(): void {
    const peer = ["peer", "name", "w1", "address", GUEST_MAC, "netns", lab.guest.namespace];
    onHost("link", "add", "w0", "address", HOST_MAC, "type", "veth", ...peer);
    onHost("addr", "add", `${HOST_IP}/24`, "dev", "w0");
    onHost("link", "set", "w0", "up");
  }

  /** The machine runs. Before it has carrier, what it sends is lost. */
  async function runMachine(): Promise<void> {
    onGuest("addr", "add", "10.78.0.2/24", "dev", "w1");
    onGuest("link", "set", "w1", "up");
    onGuest("neigh", "replace", HOST_IP, "lladdr", HOST_MAC, "nud", "permanent", "dev", "w1");
    await expect.poll(() => onGuest("link", "show", "w1"), { timeout: 5_000 }).toContain("state UP");
  }

  /** Removes the interface once everything has come through it; a network device of its own drops what is under way. */
  async function removeInterface(packets: number): Promise<void> {
    const countReceived = () => {
      const [link] = JSON.parse(onHost("-s", "-j", "link", "show", "w0"));
      return Number(link.stats64.rx.packets);
    };
    await expect.poll(countReceived, { timeout: 5_000, interval: 5 }).toBeGreaterThanOrEqual(packets);
    onHost("link", "delete", "w0");
  }

  async function startSession(options: SessionOptions = {}): Promise<SnifferSession> {
    const machine = { interface: "w0", mac: GUEST_MAC };
    const section = { waitForInterface: true };
    const session = new SnifferSession(lab, { machine, options: section, sinkPorts: [PORT], ...options });
    await session.start();
    return session;
  }

  async function send(from: number, count: number): Promise<void> {
    guest.tell({ host: HOST_IP, port: PORT, from, count } satisfies SendOrder);
    await guest.hear("sent");
  }

  for (let run = 1; run <= 5; run += 1) {
    it(`is recorded from its appearance to its last packet before it is removed, run ${run} of 5`, async () => {
      await using session = await startSession();
      makeInterface();
      expect((await session.process.hear("info")).info).toContain("when the interface appeared");
      await runMachine();
      await send(0, 500);
      await removeInterface(500);
      const record = await session.stop();
      expect(readNumbers(session.pcapPath)).toEqual(listNumbers(0, 500));
      expect(record).toMatchObject({ state: "stopped", problems: [] });
      expect(record.figures).toMatchObject({ armed: "when the interface appeared", packetsDropped: 0 });
      expect(record.figures.packetsInFile).toBe(record.figures.packetsCaptured);
    });
  }

  it("is drained when it outlives the machine", async () => {
    await using session = await startSession();
    makeInterface();
    await session.process.hear("info");
    await runMachine();
    await send(0, 500);
    const record = await session.stop();
    expect(readNumbers(session.pcapPath)).toEqual(listNumbers(0, 500));
    expect(record).toMatchObject({ state: "stopped", problems: [] });
  });

  it("may be there already", async () => {
    makeInterface();
    await using session = await startSession();
    await runMachine();
    await send(0, 100);
    await removeInterface(100);
    const record = await session.stop();
    expect(readNumbers(session.pcapPath)).toEqual(listNumbers(0, 100));
    expect(record).toMatchObject({ state: "stopped", problems: [], figures: { armed: "at start" } });
  });

  it("is waited for until it is up, too", async () => {
    await using session = await startSession();
    onHost("link", "add", "w0", "address", HOST_MAC, "type", "veth", "peer", "name", "w9");
    await expect(session.process.hear("info", 600)).rejects.toThrow("did not say info");
    onHost("link", "delete", "w0");
    makeInterface();
    await session.process.hear("info");
    await runMachine();
    await send(0, 10);
    const record = await session.stop();
    expect(readNumbers(session.pcapPath)).toEqual(listNumbers(0, 10));
    expect(record.problems).toEqual([]);
  });

  it("says how many packets can be missing when the machine sends before the capture is armed", async () => {
    const slowPath = join(lab.folder, "slow-tcpdump");
    const text = '#!/bin/sh\ncase "$*" in *"-i w0"*) sleep 1;; esac\nexec tcpdump "$@"\n';
    writeFileSync(slowPath, text, { mode: 0o755 });
    await using session = await startSession({ options: { waitForInterface: true, tcpdump: slowPath } });
    makeInterface();
    await runMachine();
    await send(0, 100);
    await session.process.hear("info");
    await send(100, 50);
    const record = await session.stop();
    expect(readNumbers(session.pcapPath)).toEqual(listNumbers(100, 50));
    expect(codesOf(record)).toEqual(["AUX_SNIFFER_ARMED_LATE"]);
    expect(record.figures.packetsBeforeArmed).toBeGreaterThanOrEqual(100);
  });

  it("that never appears is a problem, and leaves an empty pcap file", async () => {
    await using session = await startSession();
    const record = await session.stop();
    expect(codesOf(record)).toEqual(["AUX_SNIFFER_INTERFACE_MISSING"]);
    expect(record.problems[0]?.message).toContain("w0 did not appear");
    expect(await countPackets(session.pcapPath)).toMatchObject({ packets: 0, isCutShort: false });
  });

  it("is not waited for without the right to capture: the start fails", async () => {
    runTool("chmod", "0777", lab.folder);
    const as = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"];
    const capabilities = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];
    await using session = new SnifferSession(lab, {
      machine: { interface: "w0" },
      options: { waitForInterface: true },
      as: [...as, ...capabilities],
    });
    expect((await session.startRefused()).code).toBe("AUX_SNIFFER_PERMISSION");
    expect(existsSync(session.pcapPath)).toBe(false);
  });
});
