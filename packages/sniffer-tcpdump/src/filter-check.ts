import type { Problem } from "@aux/core";
import type { FilterPlan } from "./capture-plan.ts";
import { ANY_INTERFACE } from "./interface-name.ts";
import { type GuardedRunLimits, runGuarded } from "./run-guarded.ts";
import { snifferProblem } from "./sniffer-problems.ts";

const COMPILE_MS = 5_000;
/** From this exit code on, the shell in front of a program says that it cannot be run. */
const CANNOT_RUN = 126;

/**
 * A load from the packet's side data instead of its bytes (`[type]`, `[ifidx]`; an index register reads `[x + 14]`).
 * libpcap filters the first block of packets by itself, without that data, and so rejects them all.
 */
const SIDE_DATA = /\[(?!x \+)[a-z]/;

export interface FilterCheckOptions {
  /** Ends the check: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Of each compilation. Default `COMPILE_MS`. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Lets tcpdump compile the user's filter, alone and as part of the whole, each within 5 s by default. Needs no rights
 * and captures nothing.
 *
 * Finds AUX_SNIFFER_FILTER_INVALID, AUX_SNIFFER_FILTER_DIRECTION, AUX_SNIFFER_FILTER_UNCHECKED.
 */
export async function findFilterProblem(
  plan: FilterPlan,
  { signal, timeoutMs = COMPILE_MS }: FilterCheckOptions = {},
): Promise<Problem | undefined> {
  if (plan.bpf === undefined) return undefined;
  const limits = { signal, timeoutMs };
  const own = await compileFilter(plan, plan.bpf, limits);
  const compiled = own.kind === "compiled" ? await compileFilter(plan, plan.filter, limits) : own;
  signal?.throwIfAborted();
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

async function compileFilter(
  { tcpdumpPath, linkType }: FilterPlan,
  expression: string,
  limits: GuardedRunLimits,
): Promise<Compiled> {
  const args = ["-n", "-y", linkType, "-d", "--", expression];
  const { code, isLate, stdout, stderr } = await runGuarded(tcpdumpPath, args, limits);
  if (code === 0) return { kind: "compiled", program: stdout };
  if (code !== null && code < CANNOT_RUN) return { kind: "rejected", reason: lastLineOf(stderr) };
  const reason = isLate
    ? `${tcpdumpPath} did not compile the filter within ${limits.timeoutMs} ms`
    : `${tcpdumpPath} could not be run to check the filter: ${stderr.trim() || "it was killed"}`;
  return { kind: "unknown", reason };
}

function lastLineOf(stderr: string): string {
  const line = stderr.trim().split("\n").at(-1) ?? "";
  return line.replace(/^[^\s:]+: /, "");
}
