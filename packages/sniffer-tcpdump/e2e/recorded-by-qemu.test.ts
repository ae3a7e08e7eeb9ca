import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { type AuxiliaryRecord, AuxiliaryRunner } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";
import { SnifferTcpdump } from "../src/index.ts";
import { runTool } from "./lab.ts";
import { listNumbers, readNumbers } from "./numbered-packets.ts";

const PACKETS = 500;
const BURST = 50;
const MAC = "52:54:00:12:34:56";

/** An Ethernet frame with an IPv4 UDP packet for the machine: what QEMU's socket backend takes as it is. */
function buildFrame(number: number, port: number): Buffer {
  const payload = Buffer.from(`<packet ${number}>`);
  const frame = Buffer.alloc(42 + payload.length);
  frame.write("525400123456" + "020000000001" + "0800", 0, "hex");
  frame.write("4500000000000000401100000a0000010a000002", 14, "hex");
  frame.writeUInt16BE(28 + payload.length, 16);
  frame.writeUInt16BE(port, 34);
  frame.writeUInt16BE(port, 36);
  frame.writeUInt16BE(8 + payload.length, 38);
  payload.copy(frame, 42);
  return frame;
}

describe("a machine without interface", () => {
  let machine: FirmwareMachine;
  let wire: Socket;
  let qemuPort: number;
  beforeEach(async () => {
    machine = await FirmwareMachine.prepare();
    wire = await bindSocket();
    qemuPort = await findFreePort();
  });
  afterEach(async () => {
    await new Promise<void>((closed) => wire.close(closed));
    await machine[Symbol.asyncDispose]();
  });

  function buildRunner(options: Record<string, unknown> = {}): AuxiliaryRunner {
    return new AuxiliaryRunner({
      auxiliaries: [{ Class: SnifferTcpdump, name: "sniffer", options, required: true }],
      analysisPath: join(machine.folder, "analysis"),
      task: { id: "1" },
      machine: { name: "vm", mac: MAC, qmp: machine.switchboard.path, netdev: "n0" },
    });
  }

  /** Firmware has no driver for a network card, so the backend's other end is a hub, behind which all is sent back. */
  async function runMachine() {
    const wireAddress = `udp=127.0.0.1:${wire.address().port}`;
    const backend = `socket,id=n0,${wireAddress},localaddr=127.0.0.1:${qemuPort}`;
    const back = `socket,id=back,${wireAddress},localaddr=127.0.0.1:${await findFreePort()}`;
    const ports = ["n0", "back"].map((id) => ["-netdev", `hubport,id=hub-${id},hubid=0,netdev=${id}`]);
    return machine.run("-netdev", backend, "-netdev", back, ...ports.flat());
  }

  /** In bursts that fit into QEMU's socket. */
  async function sendAndSee(from: number, count: number, port: number): Promise<void> {
    for (let sent = 0; sent < count; sent += BURST) {
      await send(from + sent, Math.min(BURST, count - sent), port);
      await untilRecorded(pcapPath(), from + Math.min(count, sent + BURST));
    }
  }

  async function send(from: number, count: number, port: number): Promise<void> {
    for (let number = from; number < from + count; number += 1) {
      const frame = buildFrame(number, port);
      await new Promise<void>((sent) => wire.send(frame, qemuPort, "127.0.0.1", () => sent()));
    }
  }

  /** QEMU reads its socket some time after it was written to. */
  async function untilRecorded(pcapPath: string, count: number): Promise<void> {
    await expect.poll(() => readNumbers(pcapPath).length, { timeout: 10_000, interval: 10 }).toBe(count);
  }

  const pcapPath = () => join(machine.folder, "analysis", "dump.pcap");

  it("is recorded by QEMU itself, asked before the machine exists, up to its last packet", async () => {
    await using runner = buildRunner();
    await runner.start();
    await runMachine();
    await sendAndSee(0, PACKETS, 9);
    await machine.powerOff();
    const sniffer = snifferOf(await runner.stop());
    expect(readNumbers(pcapPath())).toEqual(listNumbers(0, PACKETS));
    expect(sniffer).toMatchObject({
      state: "stopped",
      problems: [],
      figures: {
        capture: "qemu",
        interface: "n0",
        armed: "before the machine ran",
        packetsInFile: PACKETS,
        packetsCaptured: PACKETS,
        packetsDropped: 0,
      },
      artifacts: [{ path: "dump.pcap", kind: "pcap" }],
    });
    expect(Date.parse(String(sniffer.figures.armedAt))).toBeLessThanOrEqual(Date.now());
  });

  it("is no longer recorded after the stop when QEMU goes on", async () => {
    await using runner = buildRunner();
    await runner.start();
    const client = await runMachine();
    await sendAndSee(0, 5, 9);
    expect(snifferOf(await runner.stop())).toMatchObject({ state: "stopped", problems: [] });
    await send(5, 5, 9);
    const objects = await client.execute("qom-list", { path: "/objects" });
    expect(JSON.stringify(objects)).not.toContain("sniffer-");
  });

  it("is filtered when the analysis is over: bpf means the same as on an interface", async () => {
    await using runner = buildRunner({ bpf: "udp port 10" });
    await runner.start();
    await runMachine();
    await sendAndSee(0, 50, 9);
    await sendAndSee(50, 20, 10);
    await machine.powerOff();
    const sniffer = snifferOf(await runner.stop());
    expect(readNumbers(pcapPath())).toEqual(listNumbers(50, 20));
    expect(sniffer).toMatchObject({ state: "stopped", problems: [] });
    expect(sniffer.figures).toMatchObject({ packetsReceived: 70, packetsCaptured: 20, packetsInFile: 20 });
    expect(runTool("tcpdump", "-n", "-e", "-r", pcapPath())).toContain(MAC);
  });

  it("keeps all of it, and says so, when it cannot be filtered", async () => {
    await using runner = buildRunner({ bpf: "udp port 10" });
    await runner.start();
    await runMachine();
    await sendAndSee(0, 5, 9);
    await machine.powerOff();
    runTool("mkdir", `${pcapPath()}.filtered`);
    const sniffer = snifferOf(await runner.stop());
    expect(sniffer.problems.map(({ code }) => code)).toContain("AUX_SNIFFER_FILTER_FAILED");
    expect(readNumbers(pcapPath())).toEqual(listNumbers(0, 5));
  });

  it("says that QEMU refused to record", async () => {
    await using runner = buildRunner();
    await runner.start();
    await machine.run();
    await machine.powerOff();
    const sniffer = snifferOf(await runner.stop());
    expect(sniffer.problems[0]).toMatchObject({ code: "AUX_SNIFFER_QEMU_REFUSED" });
    expect(sniffer.problems[0]?.message).toContain("n0");
    expect(sniffer.state).toBe("degraded");
  });

  it("does not begin where capture = qemu and there is no monitor", async () => {
    await using runner = new AuxiliaryRunner({
      auxiliaries: [{ Class: SnifferTcpdump, name: "sniffer", options: { capture: "qemu" } }],
      analysisPath: join(machine.folder, "none"),
      task: { id: "1" },
      machine: { name: "vm", interface: "lo" },
    });
    expect(await runner.check()).toMatchObject([
      { code: "AUX_SNIFFER_QEMU_UNKNOWN", at: { key: "capture" } },
    ]);
  });
});

function snifferOf({ auxiliaries: [sniffer] }: { readonly auxiliaries: readonly AuxiliaryRecord[] }) {
  if (sniffer === undefined) throw new Error("the record holds no sniffer");
  return sniffer;
}

async function bindSocket(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}

async function findFreePort(): Promise<number> {
  const socket = await bindSocket();
  const { port } = socket.address();
  await new Promise<void>((closed) => socket.close(closed));
  return port;
}
