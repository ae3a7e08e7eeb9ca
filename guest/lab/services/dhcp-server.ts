import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { killGroup, spawnGuarded } from "@aux/core";
import { BRIDGE, type GuestAddress } from "../addresses.ts";
import type { Undos } from "../undos.ts";
import type { ServiceLog } from "./service-log.ts";

const READY_MS = 5_000;
// The server wants a range for others beside the reserved leases.
const FIRST_LEASE = 200;
const LEASES = 20;

/** busybox's DHCP server on the bridge, with a lease reserved for each guest's Ethernet address. */
export async function startDhcpServer(
  busyboxPath: string,
  guests: readonly GuestAddress[],
  log: ServiceLog,
  undos: Undos,
): Promise<void> {
  const folderPath = mkdtempSync(join(tmpdir(), "lab-dhcp-"));
  undos.add(() => rmSync(folderPath, { recursive: true, force: true }));
  const confPath = join(folderPath, "udhcpd.conf");
  writeFileSync(join(folderPath, "leases"), "");
  writeFileSync(confPath, buildConfiguration(folderPath, guests));
  const server = spawnGuarded(busyboxPath, ["udhcpd", "-f", "-I", BRIDGE.ip, confPath]);
  undos.add(() => server.pid !== undefined && killGroup(server.pid, "SIGKILL"));
  await untilStarted(server, log);
}

function untilStarted(server: ChildProcess, log: ServiceLog): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`the DHCP server was not ready within ${READY_MS} ms`));
    const timer = setTimeout(late, READY_MS);
    server.once("exit", (code) => reject(new Error(`the DHCP server ended with ${code}`)));
    if (server.stderr === null) return;
    createInterface({ input: server.stderr }).on("line", (line) => {
      if (line.includes("started")) {
        clearTimeout(timer);
        resolve();
      }
      const what = /sending (?:OFFER|ACK) to .*/.exec(line)?.[0];
      if (what !== undefined) log({ service: "dhcp", atMs: Date.now(), from: "", what });
    });
  });
}

function buildConfiguration(folderPath: string, guests: readonly GuestAddress[]): string {
  const lines = [
    `interface ${BRIDGE.name}`,
    `start 10.99.0.${FIRST_LEASE}`,
    `end 10.99.0.${FIRST_LEASE + LEASES - 1}`,
    "option subnet 255.255.255.0",
    `option router ${BRIDGE.ip}`,
    `option dns ${BRIDGE.ip}`,
    `max_leases ${LEASES}`,
    `lease_file ${join(folderPath, "leases")}`,
    `pidfile ${join(folderPath, "pid")}`,
    ...guests.map(({ mac, ip }) => `static_lease ${mac} ${ip}`),
  ];
  return `${lines.join("\n")}\n`;
}
