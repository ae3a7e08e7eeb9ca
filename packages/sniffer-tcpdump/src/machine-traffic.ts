import { isIP } from "node:net";
import { AuxiliaryError, type Machine, type Problem } from "@aux/core";
import { INTERFACE_ALLOWED, INTERFACE_PATTERN } from "./interface-name.ts";
import { snifferProblem } from "./sniffer-problems.ts";

/** What of a machine's data decides which packets are its own. */
export interface MachineTraffic {
  readonly mac?: string;
  readonly ip?: string;
  readonly interface?: string;
  readonly agentPort?: number;
  readonly resultServer?: { readonly ip: string; readonly port: number };
}

interface Field<Value> {
  readonly allowed: string;
  readonly parse: (raw: unknown) => Value | undefined;
}

const MAC: Field<string> = {
  allowed: "six bytes as aa:bb:cc:dd:ee:ff",
  parse: (raw) =>
    isText(raw) && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(raw) ? raw.toLowerCase() : undefined,
};
/** No zone (`fe80::1%eth0`): the filter language has none. */
const IP: Field<string> = {
  allowed: "an IPv4 or IPv6 address",
  parse: (raw) => (isText(raw) && isIP(raw) !== 0 && !raw.includes("%") ? raw : undefined),
};
const INTERFACE: Field<string> = {
  allowed: INTERFACE_ALLOWED,
  parse: (raw) => (isText(raw) && INTERFACE_PATTERN.test(raw) ? raw : undefined),
};
const PORT: Field<number> = {
  allowed: "a port from 1 to 65535",
  parse: (raw) =>
    typeof raw === "number" && Number.isInteger(raw) && raw >= 1 && raw <= 65_535 ? raw : undefined,
};

/**
 * Takes the machine's addresses and ports, each checked: none can become an option of tcpdump or a filter of its own.
 *
 * @throws AUX_SNIFFER_MACHINE_INVALID, with all faults at once
 */
export function parseMachineTraffic(machine: Machine): MachineTraffic {
  const problems: Problem[] = [];
  const take = <Value>(key: string, { parse, allowed }: Field<Value>): Value | undefined => {
    const raw = machine[key];
    if (raw === undefined) return undefined;
    const value = parse(raw);
    if (value === undefined) problems.push(buildFault(machine.name, key, raw, allowed));
    return value;
  };
  const traffic = buildTraffic(take);
  const [first] = problems;
  if (first !== undefined) throw new AuxiliaryError(first, { problems });
  return traffic;
}

type Take = <Value>(key: string, field: Field<Value>) => Value | undefined;

function buildTraffic(take: Take): MachineTraffic {
  const mac = take("mac", MAC);
  const ip = take("ip", IP);
  const name = take("interface", INTERFACE);
  const agentPort = take("agentPort", PORT);
  const serverIp = take("resultServerIp", IP);
  const serverPort = take("resultServerPort", PORT);
  const isServerKnown = serverIp !== undefined && serverPort !== undefined;
  return {
    ...(mac === undefined ? {} : { mac }),
    ...(ip === undefined ? {} : { ip }),
    ...(name === undefined ? {} : { interface: name }),
    ...(agentPort === undefined ? {} : { agentPort }),
    ...(isServerKnown ? { resultServer: { ip: serverIp, port: serverPort } } : {}),
  };
}

function buildFault(machineName: string, key: string, raw: unknown, allowed: string): Problem {
  const value =
    typeof raw === "string" || typeof raw === "number" ? JSON.stringify(raw).slice(0, 80) : typeof raw;
  return snifferProblem(
    "AUX_SNIFFER_MACHINE_INVALID",
    `machine ${machineName}: ${key} is ${value}, not ${allowed}`,
  );
}

function isText(raw: unknown): raw is string {
  return typeof raw === "string";
}
