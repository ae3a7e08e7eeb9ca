import type { AuxiliaryClass } from "@aux/core";
import type { ContractOptions } from "./contract-options.ts";
import { deadlinesOf } from "./deadlines.ts";
import { buildFailureTests } from "./failure-tests.ts";
import { buildInterruptionTests } from "./interruption-tests.ts";
import { buildOptionTests } from "./option-tests.ts";
import { buildPackageTests } from "./package-tests.ts";
import { buildRepetitionTests } from "./repetition-tests.ts";
import { buildRestartTests } from "./restart-tests.ts";
import { buildRunTests } from "./run-tests.ts";
import { buildSideEffectTests } from "./side-effect-tests.ts";
import { findTestRunner } from "./test-runner.ts";
import { buildTryOutTests } from "./try-out-tests.ts";

/**
 * Registers the contract that every auxiliary keeps as tests of the given runner (default: node:test; under vitest
 * pass its `describe` and `it`). Each test runs the auxiliary in a temporary analysis of its own, one after the other.
 * Linux: it reads `/proc`.
 *
 * @throws TypeError in a vitest run without its functions
 */
export function describeAuxiliary(Class: AuxiliaryClass, options: ContractOptions = {}): void {
  const runner = findTestRunner(options);
  const contract = { Class, options };
  const tests = [
    ...buildRunTests(contract),
    ...buildRepetitionTests(contract),
    ...buildFailureTests(contract),
    ...buildInterruptionTests(contract),
    ...buildRestartTests(contract),
    ...buildSideEffectTests(contract),
    ...buildTryOutTests(contract),
    ...buildOptionTests(contract),
    ...buildPackageTests(contract),
  ];
  const timeout = longestTestMs(options);
  runner.describe(`${Class.name} as an auxiliary`, () => {
    for (const { name, run } of tests) runner.it(name, { timeout }, run);
  });
}

/** Two starts, a stop, what the author's own functions may take, and what is left may take to settle. */
function longestTestMs(options: ContractOptions): number {
  const { startTimeoutMs, stopTimeoutMs } = deadlinesOf(options);
  return 2 * startTimeoutMs + 2 * stopTimeoutMs + 60_000;
}
