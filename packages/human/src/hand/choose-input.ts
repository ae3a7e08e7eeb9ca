import type { Machine, Problem } from "@aux/core";
import type { RfbAddress } from "@aux/rfb";
import type { HumanOptions } from "../human-options.ts";
import { humanProblem } from "../human-problems.ts";

/** Where the machine is reached, and where its screen is looked at. */
export type Reach =
  | { readonly input: "qmp"; readonly qmp: string; readonly vnc: RfbAddress | undefined }
  | { readonly input: "vnc"; readonly vnc: RfbAddress };

const HIGHEST_PORT = 65_535;

/** How to reach a machine; a problem where it lacks what was asked for; undefined where it has nothing at all. */
export function chooseInput(
  { qmp, vnc }: Pick<Machine, "qmp" | "vnc">,
  { input }: Pick<HumanOptions, "input">,
): Reach | Problem | undefined {
  const address = vnc === undefined ? undefined : parseVncAddress(vnc);
  if (vnc !== undefined && address === undefined)
    return noInput(`the machine's VNC server is at ${JSON.stringify(vnc)}, neither a socket nor host:port`);
  if (qmp !== undefined && input !== "vnc") return { input: "qmp", qmp, vnc: address };
  if (address !== undefined && input !== "qmp") return { input: "vnc", vnc: address };
  if (input === "auto") return undefined;
  return noInput(`the machine has no ${input === "qmp" ? "monitor of QEMU" : "VNC server"}`);
}

/** A path with a slash, or `host:port`; an IPv6 address in brackets. */
export function parseVncAddress(text: string): RfbAddress | undefined {
  if (text.includes("/")) return { path: text };
  const found = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = found?.[1] ?? found?.[2];
  const port = Number(found?.[3]);
  if (host === undefined || port === 0 || port > HIGHEST_PORT) return undefined;
  return { host, port };
}

function noInput(message: string): Problem {
  return humanProblem("AUX_HUMAN_NO_INPUT", message);
}
