import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { AuxiliaryError } from "@aux/core";
import { buildCaptureFilter } from "./capture-filter.ts";
import type { CaptureHost } from "./capture-host.ts";
import type { CapturePlan } from "./capture-plan.ts";
import { findBetterRemedy } from "./host-obstacle.ts";
import { ANY_INTERFACE, LOOPBACK_INTERFACE } from "./interface-name.ts";
import type { SnifferTcpdumpOptions } from "./sniffer-options.ts";
import { snifferProblem } from "./sniffer-problems.ts";
import { TcpdumpCapture } from "./tcpdump-capture.ts";

/** What a trial is made of: as for a capture, in a folder that is thrown away. */
export interface TrialParts {
  readonly host: CaptureHost;
  readonly plan: CapturePlan;
  readonly options: SnifferTcpdumpOptions;
  readonly folderPath: string;
}

/**
 * Records one packet that it sends to itself, with the program, the user and the options of the analysis, and finds it
 * in the file. A single interface may have no address to send from: there tcpdump only has to listen.
 *
 * @throws every AUX_SNIFFER_… that keeps it from recording, with the command that mends this host; AUX_SNIFFER_TRIAL_EMPTY
 */
export async function tryCapture(parts: TrialParts): Promise<string> {
  const { plan } = parts;
  try {
    const name = plan.interface === ANY_INTERFACE ? ANY_INTERFACE : LOOPBACK_INTERFACE;
    await recordOwnPacket(parts, name);
    if (plan.interface === name) return `one packet recorded on ${name}`;
    if (plan.isAwaited) return `one packet recorded on ${name}; ${plan.interface} will be waited for`;
    await listen(parts);
    return `one packet recorded on ${name}; tcpdump listens on ${plan.interface}`;
  } catch (error) {
    if (!AuxiliaryError.is(error)) throw error;
    const problems = await Promise.all(
      error.problems.map((problem) => findBetterRemedy(problem, plan.tcpdumpPath)),
    );
    throw new AuxiliaryError(problems[0] ?? snifferProblem("AUX_SNIFFER_TRIAL_EMPTY", error.message), {
      cause: error,
      problems,
    });
  }
}

async function recordOwnPacket(parts: TrialParts, name: string): Promise<void> {
  const socket = createSocket("udp4");
  const close = () => closeSocket(socket);
  parts.host.onCleanup(close);
  try {
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    const packets = await recordPacketTo(socket, parts, name);
    if (packets > 0) return;
    const message = `tcpdump listened on ${name}, and a packet sent there is not in the file`;
    throw new AuxiliaryError(snifferProblem("AUX_SNIFFER_TRIAL_EMPTY", message));
  } finally {
    close();
  }
}

/** How many packets to the socket are in the file, of one that was sent. */
async function recordPacketTo(socket: Socket, parts: TrialParts, name: string): Promise<number> {
  const { port } = socket.address();
  const figures = new Map<string, unknown>();
  const plan: CapturePlan = {
    ...parts.plan,
    interface: name,
    linkType: name === ANY_INTERFACE ? "LINUX_SLL2" : "EN10MB",
    filter: buildCaptureFilter({
      interface: name,
      traffic: {},
      includesControlTraffic: true,
      bpf: `udp and dst port ${port}`,
    }),
    isAwaited: false,
  };
  const host = {
    ...parts.host,
    setFigure: (figure: string, value: unknown) => void figures.set(figure, value),
  };
  const pcapPath = join(parts.folderPath, "trial.pcap");
  const capture = await TcpdumpCapture.start({ ...parts, host, plan, pcapPath });
  const send = promisify((done: (error: Error | null) => void) =>
    socket.send("trial", port, "127.0.0.1", done),
  );
  await send();
  await capture.stop();
  const packets = figures.get("packetsInFile");
  return typeof packets === "number" ? packets : 0;
}

async function listen(parts: TrialParts): Promise<void> {
  const pcapPath = join(parts.folderPath, "interface.pcap");
  const capture = await TcpdumpCapture.start({ ...parts, pcapPath });
  await capture.discard();
}

/** A second time it does nothing. */
function closeSocket(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // It is closed.
  }
}
