import { createSocket } from "node:dgram";
import { join, resolve } from "node:path";
import { createFakeTool, describeAuxiliary } from "@aux/testing";
import { afterAll, describe, expect, it } from "vitest";
import * as exports from "../src/index.ts";
import { SnifferTcpdump } from "../src/index.ts";
import { buildPayload, listNumbers, readNumbers } from "./numbered-packets.ts";

const PACKETS = 20;

/** Sends to a socket of its own, so that no error message repeats a payload. */
async function sendToSelf(): Promise<void> {
  const socket = createSocket("udp4");
  await new Promise<void>((bound) => socket.bind(0, "127.0.0.1", bound));
  for (let number = 0; number < PACKETS; number += 1) {
    await new Promise<void>((sent) =>
      socket.send(buildPayload(number), socket.address().port, "127.0.0.1", () => sent()),
    );
  }
  await new Promise<void>((closed) => socket.close(closed));
}

/** A tcpdump that never gets to listen, and that only force ends. */
const silent = createFakeTool({ name: "tcpdump", onTerm: "ignore", keepsPipeOpenByGrandchild: true });
const dying = createFakeTool({ name: "tcpdump", diesAfterMs: 1, exitCode: 1 });
afterAll(() => {
  silent.dispose();
  dying.dispose();
});

describeAuxiliary(SnifferTcpdump, {
  describe,
  it,
  exports,
  package: resolve(import.meta.dirname, ".."),
  options: { interface: "lo" },
  artifacts: [{ path: "dump.pcap", kind: "pcap" }],
  failing: [
    {
      name: "there is no such interface",
      options: { interface: "nope0" },
      code: "AUX_SNIFFER_INTERFACE_MISSING",
    },
    {
      name: "the filter is wrong",
      options: { interface: "lo", bpf: "foo (" },
      code: "AUX_SNIFFER_FILTER_INVALID",
    },
    { name: "tcpdump is missing", options: { tcpdump: "/nonexistent/tcpdump" }, code: "AUX_TOOL_MISSING" },
    {
      name: "tcpdump dies before it listens",
      options: { interface: "lo", tcpdump: dying.path },
      code: "AUX_TOOL_DIED",
    },
    {
      name: "the machine's address is none",
      machine: { ip: "10.0.0.256" },
      code: "AUX_SNIFFER_MACHINE_INVALID",
    },
  ],
  neverReady: { options: { tcpdump: silent.path, bpf: "udp" } },
  restart: {},
  whileRunning: async ({ analysisPath }) => {
    await sendToSelf();
    return () => expect(readNumbers(join(analysisPath, "dump.pcap"))).toEqual(listNumbers(0, PACKETS));
  },
});
