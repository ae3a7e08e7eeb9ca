/** Sends numbered UDP packets when it is told to: `{ host, port, from, count }`, or `{ …, forMs }` without end. */
import { createSocket } from "node:dgram";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { buildPayload } from "./numbered-packets.ts";

/** What is sent; `forMs` in place of `count` goes on for that time. */
export interface SendOrder {
  readonly host: string;
  readonly port: number;
  readonly from: number;
  readonly count?: number;
  readonly forMs?: number;
}

async function sendPackets({ host, port, from, count = Number.MAX_SAFE_INTEGER, forMs }: SendOrder) {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  const send = promisify((payload: Buffer, done: (error: Error | null) => void) =>
    socket.send(payload, port, host, done),
  );
  const end = forMs === undefined ? undefined : performance.now() + forMs;
  let number = from;
  while (number < from + count && (end === undefined || performance.now() < end)) {
    await send(buildPayload(number));
    number += 1;
  }
  await new Promise<void>((closed) => socket.close(closed));
  return { sent: number - from };
}

console.log(JSON.stringify({ waiting: true }));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await sendPackets(JSON.parse(line) as SendOrder)));
}
