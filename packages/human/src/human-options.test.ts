import { resolveOptions } from "@aux/core";
import { describe, expect, it } from "vitest";
import { HUMAN_OPTIONS } from "./human-options.ts";

const resolve = (given: Readonly<Record<string, unknown>>) =>
  resolveOptions(HUMAN_OPTIONS, given, { section: "human" });

describe("the options of a human", () => {
  it.each([
    ["text", "one|two words!"],
    ["seed", "4294967295"],
    ["pace", "0.5"],
    ["input", "vnc"],
  ])("take %s = %s", async (key, value) => {
    expect((await resolve({ [key]: value })).problems).toEqual([]);
  });

  it.each([
    ["text", "naïve"],
    ["text", "one||two"],
    ["text", "one|"],
    ["text", "x".repeat(1_001)],
    ["seed", "4294967296"],
    ["seed", "-1"],
    ["pace", "0"],
    ["pace", "601"],
    ["maxActions", "0"],
    ["input", "x11"],
  ])("refuse %s = %.20s", async (key, value) => {
    expect((await resolve({ [key]: value })).problems).toMatchObject([{ code: "AUX_CONF_VALUE" }]);
  });
});
