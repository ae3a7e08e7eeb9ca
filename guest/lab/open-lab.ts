import { BRIDGE, guestAddress } from "./addresses.ts";
import type { LabOrder, LabPorts } from "./messages.ts";
import { makeNetwork } from "./network.ts";
import { startDhcpServer } from "./services/dhcp-server.ts";
import { startDnsServer } from "./services/dns-server.ts";
import { startHttpServer } from "./services/http-server.ts";
import type { ServiceLog } from "./services/service-log.ts";
import type { Undos } from "./undos.ts";

const LOOPBACK = "127.0.0.1";
const DNS_PORT = 53;
const HTTP_PORT = 80;

/** Makes the network and its servers in the namespaces of this process. */
export async function openLab(order: LabOrder, log: ServiceLog, undos: Undos): Promise<LabPorts> {
  if (order.isolation === "user-mode") return openOnLoopback(log, undos);
  await makeNetwork(order.guests, undos);
  const guests = Array.from({ length: order.guests }, (_, index) => guestAddress(index));
  await startDhcpServer(order.busyboxPath, guests, log, undos);
  for (const ip of [BRIDGE.ip, BRIDGE.ip6]) {
    await startDnsServer({ ip, port: DNS_PORT, answer: BRIDGE.ip }, log, undos);
    await startHttpServer({ ip, port: HTTP_PORT }, log, undos);
  }
  return { dns: DNS_PORT, http: HTTP_PORT };
}

/** QEMU hands what the guest sends to its gateway on to this host's loopback. */
async function openOnLoopback(log: ServiceLog, undos: Undos): Promise<LabPorts> {
  const dns = await startDnsServer({ ip: LOOPBACK, port: 0, answer: LOOPBACK }, log, undos);
  return { dns, http: await startHttpServer({ ip: LOOPBACK, port: 0 }, log, undos) };
}
