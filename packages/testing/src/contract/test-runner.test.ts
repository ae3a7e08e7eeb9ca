import { describe, expect, it } from "vitest";
import { findTestRunner } from "./test-runner.ts";

describe("the test runner of a contract", () => {
  it("is the given one", () => {
    expect(findTestRunner({ describe, it })).toEqual({ describe, it });
  });

  it("is never half of one", () => {
    expect(() => findTestRunner({ it })).toThrow(/both describe and it/);
    expect(() => findTestRunner({ describe })).toThrow(/both describe and it/);
  });

  it("must be given in a vitest run", () => {
    expect(() => findTestRunner({})).toThrow(/this is a vitest run, so pass its functions/);
  });
});
