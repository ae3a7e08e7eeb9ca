import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import type { Undos } from "../undos.ts";
import { buildAnswer, parseQuestion } from "./dns-message.ts";
import type { ServiceLog } from "./service-log.ts";

/** Where a server listens, and what it tells. */
export interface DnsServerOptions {
  readonly ip: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The IPv4 address of every name. */
  readonly answer: string;
}

/** A DNS server that knows every name; resolves to its port. */
export async function startDnsServer(
  options: DnsServerOptions,
  log: ServiceLog,
  undos: Undos,
): Promise<number> {
  const socket = createSocket(isIPv6(options.ip) ? "udp6" : "udp4");
  undos.add(() => socket.close());
  socket.on("message", (query, { address, port }) => {
    const question = parseQuestion(query);
    if (question === undefined) return;
    log({ service: "dns", atMs: Date.now(), from: `${address}:${port}`, what: question.name });
    socket.send(buildAnswer(query, question, options.answer), port, address);
  });
  socket.bind(options.port, options.ip);
  await once(socket, "listening");
  return socket.address().port;
}
