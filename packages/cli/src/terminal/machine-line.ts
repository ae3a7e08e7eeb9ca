import type { Phase } from "@aux/core";
import { showMilliseconds } from "./figures.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** What a step of the machinery does to the machine, while it goes on and once it is done. */
const STEPS: Readonly<Record<string, readonly [doing: string, done: string]>> = {
  "machinery.revert": ["reverting", "reverted"],
  "machinery.start": ["starting", "started"],
  "machinery.stop": ["stopping", "off"],
};

/** True for a phase that has a line. */
export function isMachinePhase({ name }: Phase): boolean {
  return Object.hasOwn(STEPS, name);
}

/** A step of the machine on one line, with how long it took or has taken; undefined for any other phase. */
export function buildMachineLine(
  phase: Phase,
  machine: string,
  style: Style,
  now?: number,
): string | undefined {
  const step = Object.hasOwn(STEPS, phase.name) ? STEPS[phase.name] : undefined;
  if (step === undefined) return undefined;
  const [mark, words] = describe(phase, step, style);
  const end = phase.ended?.monotonicMs ?? now;
  const took = end === undefined ? "" : showMilliseconds(Math.max(0, end - phase.started.monotonicMs));
  return `  ${mark} machine ${printable(machine)}  ${words}  ${took}`.trimEnd();
}

function describe(phase: Phase, [doing, done]: readonly [string, string], style: Style): [string, string] {
  if (phase.ended === undefined) return [style.dim("…"), style.dim(doing)];
  return phase.ok === true
    ? [style.good("●"), style.good(done)]
    : [style.bad("✗"), style.bad(`failed ${doing}`)];
}
