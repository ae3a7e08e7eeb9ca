import { AuxiliaryError } from "@aux/core";
import { describe, expect, it } from "vitest";
import { isUserError, problemsOf, stackOf } from "./thrown-error.ts";

describe("problemsOf", () => {
  it("is every problem of an error of ours, and AUX_UNEXPECTED for anything else", () => {
    const problem = { code: "AUX_X", message: "x", remedy: "y" };
    expect(problemsOf(new AuxiliaryError(problem))).toEqual([problem]);
    for (const [thrown, message] of [
      [new Error("boom"), "boom"],
      ["words", "words"],
      [new Error(""), "an error without a message"],
      [undefined, "undefined"],
    ] as const) {
      expect(problemsOf(thrown)).toMatchObject([{ code: "AUX_UNEXPECTED", message }]);
    }
  });

  it("is for the user to mend only where it has problems of its own", () => {
    expect(isUserError(new AuxiliaryError({ code: "AUX_X", message: "x", remedy: "y" }))).toBe(true);
    expect(isUserError(new Error("boom"))).toBe(false);
  });
});

describe("stackOf", () => {
  it("goes on with the cause", () => {
    const lines = stackOf(new Error("outer", { cause: new TypeError("inner") })).join("\n");
    expect(lines).toMatch(/Error: outer.*caused by.*TypeError: inner/s);
    expect(stackOf("words")).toEqual([]);
  });
});
