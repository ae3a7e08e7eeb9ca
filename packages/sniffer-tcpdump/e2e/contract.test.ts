import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createFakeTool, describeAuxiliary } from "@aux/testing";
import { afterAll, describe, it } from "vitest";
import * as exports from "../src/index.ts";
import { buildPayload, listNumbers, readNumbers } from "./numbered-packets.ts";

const PACKETS = 200;
const PORT = 47_077;

const silent = createFakeTool({ name: "tcpdump", onTerm: "ignore", keepsPipeOpenByGrandchild: true });
const dying = createFakeTool({
  name: "tcpdump",
  says: [{ stream: "stderr", text: "tcpdump: lo: SIOCETHTOOL(ETHTOOL_GET_TS_INFO) ioctl failed" }],
  diesAfterMs: 1,
  exitCode: 1,
});
afterAll(() => {
  silent.dispose();
  dying.dispose();
});

/** Sends numbered packets through loopback, to somebody who is there. */
async function sendPackets(): Promise<void> {
  const socket = createSocket("udp4");
  socket.bind(PORT, "127.0.0.1");
  await once(socket, "listening");
  const send = promisify((payload: Buffer, done: (error: Error | null) => void) =>
    socket.send(payload, PORT, "127.0.0.1", done),
  );
  for (const number of listNumbers(0, PACKETS)) await send(buildPayload(number));
  await promisify((done: () => void) => socket.close(done))();
}

const onLoopback = { interface: "lo", bpf: `udp port ${PORT}` };

describeAuxiliary(exports.SnifferTcpdump, {
  describe,
  it,
  exports,
  package: fileURLToPath(new URL("..", import.meta.url)),
  options: onLoopback,
  artifacts: [{ path: "dump.pcap", kind: "pcap" }],
  whileRunning: async ({ analysisPath }) => {
    await sendPackets();
    return () => assert.deepEqual(readNumbers(join(analysisPath, "dump.pcap")), listNumbers(0, PACKETS));
  },
  failing: [
    { name: "tcpdump is missing", options: { tcpdump: "/nowhere/tcpdump" }, code: "AUX_TOOL_MISSING" },
    { name: "tcpdump dies", options: { interface: "lo", tcpdump: dying.path }, code: "AUX_TOOL_DIED" },
    {
      name: "the interface does not exist",
      options: { interface: "nope0" },
      code: "AUX_SNIFFER_INTERFACE_MISSING",
    },
    {
      name: "the filter does not compile",
      options: { interface: "lo", bpf: "not a filter" },
      code: "AUX_SNIFFER_FILTER_INVALID",
    },
    {
      name: "the machine's address is none",
      machine: { ip: "10.0.0.256" },
      code: "AUX_SNIFFER_MACHINE_INVALID",
    },
  ],
  neverReady: { options: { interface: "lo", tcpdump: silent.path } },
});
