import { AuxiliaryError, type Problem } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";

/** The version of the protocol on the control socket; docs/control.md describes it. */
export const CONTROL_VERSION = 1;

/** The control socket's name inside the analysis folder. It is there while the run can be asked. */
export const CONTROL_SOCKET = "control.sock";

/** What a run whose machine is driven elsewhere can be told of it. */
export const MACHINE_HOOKS = ["machineStarted", "machineStopping"] as const;
export type MachineHook = (typeof MACHINE_HOOKS)[number];

/** What a run can be asked for. */
export type ControlRequest =
  | { readonly do: "status" }
  /** `now`: at once, as a second Ctrl-C. */
  | { readonly do: "stop"; readonly now?: boolean }
  | { readonly do: "notify"; readonly hook: MachineHook };

/** One line from the client, and no longer than this. */
export const LARGEST_REQUEST_BYTES = 4096;

/** The request as its line goes over the socket. */
export function buildRequestLine(request: ControlRequest): string {
  return `${JSON.stringify({ auxiliary: CONTROL_VERSION, ...request })}\n`;
}

/** The answer as its line goes over the socket. */
export function buildAnswerLine(answer: object): string {
  return `${JSON.stringify({ auxiliary: CONTROL_VERSION, ok: true, ...answer })}\n`;
}

export function buildRefusalLine(problem: Problem): string {
  return `${JSON.stringify({ auxiliary: CONTROL_VERSION, ok: false, problem })}\n`;
}

/**
 * Reads a request; members that are not known are left alone.
 *
 * @throws AUX_CONTROL_REFUSED
 */
export function parseRequest(line: string): ControlRequest {
  const { auxiliary, do: what, now, hook } = parseObject(line);
  if (auxiliary !== CONTROL_VERSION)
    throw refusal(`the request's version is ${show(auxiliary)}`, `"auxiliary": ${CONTROL_VERSION}`);
  if (what === "status") return { do: what };
  if (what === "stop") return { do: what, now: now === true };
  if (what !== "notify") throw refusal(`a run cannot be asked to ${show(what)}`, "status, stop, notify");
  const known = MACHINE_HOOKS.find((each) => each === hook);
  if (known === undefined) throw refusal(`there is no hook ${show(hook)}`, MACHINE_HOOKS.join(", "));
  return { do: what, hook: known };
}

/** Why a run did not do what it was asked for. */
export function refusal(message: string, allowed?: string): AuxiliaryError {
  return new AuxiliaryError(
    analysisProblem("AUX_CONTROL_REFUSED", message, allowed === undefined ? {} : { at: { allowed } }),
  );
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Falls through: it is no JSON.
  }
  throw refusal(
    "the request is no JSON object on one line",
    `{"auxiliary": ${CONTROL_VERSION}, "do": "status"}`,
  );
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "missing").slice(0, 80);
}
