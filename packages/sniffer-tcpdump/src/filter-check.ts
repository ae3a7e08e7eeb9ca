import { execFile } from "node:child_process";
import type { Problem } from "@aux/core";
import type { CapturePlan } from "./capture-plan.ts";
import { ANY_INTERFACE } from "./interface-name.ts";
import { snifferProblem } from "./sniffer-problems.ts";

const COMPILE_MS = 5_000;
const LARGEST_PROGRAM_BYTES = 1024 * 1024;

/**
 * A load from the packet's side data instead of its bytes (`[type]`, `[ifidx]`; an index register reads `[x + 14]`).
 * libpcap filters the first block of packets by itself, without that data, and so rejects them all.
 */
const SIDE_DATA = /\[(?!x \+)[a-z]/;

/**
 * Lets tcpdump compile the user's filter, alone and as part of the whole, each within 5 s by default. Needs no rights
 * and captures nothing.
 *
 * Finds AUX_SNIFFER_FILTER_INVALID, AUX_SNIFFER_FILTER_DIRECTION, AUX_SNIFFER_FILTER_UNCHECKED.
 */
export async function findFilterProblem(
  plan: CapturePlan,
  timeoutMs = COMPILE_MS,
): Promise<Problem | undefined> {
  if (plan.bpf === undefined) return undefined;
  const own = await compileFilter(plan, plan.bpf, timeoutMs);
  const compiled = own.kind === "compiled" ? await compileFilter(plan, plan.filter, timeoutMs) : own;
  const written = `bpf ${JSON.stringify(plan.bpf)}`;
  const details = { at: { section: plan.section, key: "bpf" } };
  switch (compiled.kind) {
    case "rejected":
      return snifferProblem("AUX_SNIFFER_FILTER_INVALID", `${written}: ${compiled.reason}`, details);
    case "unknown":
      return snifferProblem("AUX_SNIFFER_FILTER_UNCHECKED", `${written}: ${compiled.reason}`, details);
    case "compiled": {
      if (plan.interface === ANY_INTERFACE || !SIDE_DATA.test(compiled.program)) return undefined;
      const message = `${written} asks for a packet's direction or interface, on ${plan.interface}`;
      return snifferProblem("AUX_SNIFFER_FILTER_DIRECTION", message, details);
    }
  }
}

type Compiled =
  | { readonly kind: "compiled"; readonly program: string }
  | { readonly kind: "rejected"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

function compileFilter(
  { tcpdumpPath, linkType }: CapturePlan,
  expression: string,
  timeoutMs: number,
): Promise<Compiled> {
  const args = ["-n", "-y", linkType, "-d", "--", expression];
  const env = { PATH: process.env.PATH, LC_ALL: "C.UTF-8" };
  const limits = { timeout: timeoutMs, killSignal: "SIGKILL", maxBuffer: LARGEST_PROGRAM_BYTES } as const;
  return new Promise((resolve) => {
    execFile(tcpdumpPath, args, { env, ...limits }, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: "compiled", program: stdout });
      else if (typeof error.code === "number") resolve({ kind: "rejected", reason: lastLineOf(stderr) });
      else resolve({ kind: "unknown", reason: describeFailure(tcpdumpPath, error, timeoutMs) });
    });
  });
}

function describeFailure(
  path: string,
  error: Error & { readonly killed?: boolean | undefined },
  timeoutMs: number,
): string {
  if (error.killed === true) return `${path} did not compile the filter within ${timeoutMs} ms`;
  return `${path} could not be run to check the filter: ${error.message}`;
}

function lastLineOf(stderr: string): string {
  const line = stderr.trim().split("\n").at(-1) ?? "";
  return line.replace(/^[^\s:]+: /, "");
}
