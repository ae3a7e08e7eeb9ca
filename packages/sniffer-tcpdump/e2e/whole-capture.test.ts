import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lab } from "./lab.ts";
import { listNumbers, readNumbers } from "./numbered-packets.ts";
import type { SendOrder } from "./send-packets.ts";
import { type SessionOptions, SnifferSession } from "./sniffer-session.ts";
import { TalkingProcess } from "./talking-process.ts";

const PORT = 9000;
const BURST = 1000;

describe("a capture", () => {
  let lab: Lab;
  let guest: TalkingProcess;
  let local: TalkingProcess;
  beforeAll(async () => {
    lab = new Lab();
    guest = new TalkingProcess(lab.guest.namespace, "send-packets.ts");
    local = new TalkingProcess(lab.host.namespace, "send-packets.ts");
    await Promise.all([guest.hear("waiting"), local.hear("waiting")]);
  });
  afterAll(async () => {
    await guest[Symbol.asyncDispose]();
    await local[Symbol.asyncDispose]();
    lab[Symbol.dispose]();
  });

  async function send(sender: TalkingProcess, host: string, from: number, count: number): Promise<void> {
    sender.tell({ host, port: PORT, from, count } satisfies SendOrder);
    expect(await sender.hear("sent")).toEqual({ sent: count });
  }

  /** Two bursts: right after the start, and right before the stop. */
  async function captureBursts(sender: TalkingProcess, host: string, options: SessionOptions) {
    await using session = new SnifferSession(lab, { sinkPorts: [PORT], ...options });
    await session.start();
    await send(sender, host, 0, BURST);
    await send(sender, host, BURST, BURST);
    const record = await session.stop();
    return { record, numbers: readNumbers(session.pcapPath) };
  }

  for (let run = 1; run <= 10; run += 1) {
    it(`holds the first and the last 1,000 packets of a veth interface, run ${run} of 10`, async () => {
      const machine = { interface: lab.host.interface, mac: lab.guest.mac };
      const { record, numbers } = await captureBursts(guest, lab.host.ip, { id: `veth-${run}`, machine });
      expect(numbers).toEqual(listNumbers(0, 2 * BURST));
      expect(record).toMatchObject({ state: "stopped", problems: [] });
      expect(record.figures).toMatchObject({ packetsDropped: 0, interface: "v0" });
      expect(record.figures.packetsInFile).toBe(record.figures.packetsCaptured);
    });
  }

  for (let run = 1; run <= 3; run += 1) {
    it(`holds each loopback packet once on all interfaces, run ${run} of 3`, async () => {
      const { record, numbers } = await captureBursts(local, "127.0.0.1", { id: `any-${run}` });
      expect(numbers).toEqual(listNumbers(0, 2 * BURST));
      expect(record).toMatchObject({ state: "stopped", problems: [], figures: { interface: "any" } });
      expect(record.figures.packetsReceived).toBe(record.figures.packetsCaptured);
    });

    it(`holds each loopback packet once on lo, run ${run} of 3`, async () => {
      const { record, numbers } = await captureBursts(local, "127.0.0.1", {
        id: `lo-${run}`,
        options: { interface: "lo" },
      });
      expect(numbers).toEqual(listNumbers(0, 2 * BURST));
      expect(record).toMatchObject({ state: "stopped", problems: [], figures: { interface: "lo" } });
    });
  }

  it("holds the packets of a guest on all interfaces", async () => {
    const { record, numbers } = await captureBursts(guest, lab.host.ip, {
      id: "any-guest",
      machine: { ip: lab.guest.ip },
    });
    expect(numbers).toEqual(listNumbers(0, 2 * BURST));
    expect(record.problems).toEqual([]);
  });

  it("holds all that was sent before the stop although the traffic goes on", async () => {
    await using session = new SnifferSession(lab, { id: "goes-on", sinkPorts: [PORT] });
    await using flood = new TalkingProcess(lab.guest.namespace, "send-packets.ts");
    await flood.hear("waiting");
    await session.start();
    flood.tell({ host: lab.host.ip, port: 9001, from: 1_000_000, forMs: 5_000 } satisfies SendOrder);
    await send(guest, lab.host.ip, 0, BURST);
    const began = performance.now();
    const record = await session.stop();
    expect(performance.now() - began).toBeLessThan(2_500);
    expect(readNumbers(session.pcapPath).filter((number) => number < BURST)).toEqual(listNumbers(0, BURST));
    expect(record.problems).toEqual([]);
  });

  it("is whole when the interface was already busy with others' packets at the start", async () => {
    await using flood = new TalkingProcess(lab.guest.namespace, "send-packets.ts");
    await flood.hear("waiting");
    flood.tell({ host: lab.host.ip, port: 9001, from: 1_000_000, forMs: 4_000 } satisfies SendOrder);
    const machine = { interface: lab.host.interface };
    const { record, numbers } = await captureBursts(guest, lab.host.ip, {
      id: "busy",
      machine,
      options: { bpf: `udp port ${PORT}` },
    });
    expect(numbers).toEqual(listNumbers(0, 2 * BURST));
    expect(record).toMatchObject({ state: "stopped", problems: [] });
  });
});
