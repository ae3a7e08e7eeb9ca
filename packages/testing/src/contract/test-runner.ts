/** Registers a test; `timeout` in milliseconds. */
export type RegisterTest = (name: string, options: { timeout: number }, run: () => Promise<void>) => unknown;

/** The two functions that a test runner gives: those of vitest, node:test and others that look alike. */
export interface TestRunner {
  readonly describe: (name: string, register: () => void) => unknown;
  readonly it: RegisterTest;
}

/**
 * The given functions, or node:test's.
 *
 * @throws TypeError when only one is given, and under vitest when none is: node:test's tests would not count there.
 */
export function findTestRunner(given: Partial<TestRunner>): TestRunner {
  const { describe, it } = given;
  if (describe !== undefined && it !== undefined) return { describe, it };
  if (describe !== undefined || it !== undefined) throw new TypeError("give both describe and it, or none");
  if (process.env.VITEST !== undefined) {
    throw new TypeError(
      'this is a vitest run, so pass its functions: import { describe, it } from "vitest" and describeAuxiliary(Class, { describe, it, … })',
    );
  }
  return loadNodeTestRunner();
}

/** Not an import: bundlers that cut `node:` off would make it a package called "test". */
function loadNodeTestRunner(): TestRunner {
  const { describe, it } = process.getBuiltinModule("node:test");
  return {
    describe: (name, register) => describe(name, register),
    it: (name, options, run) => it(name, options, run),
  };
}
