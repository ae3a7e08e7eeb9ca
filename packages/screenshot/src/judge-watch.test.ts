import { AuxiliaryError } from "@aux/core";
import { describe, expect, it } from "vitest";
import { judgeWatch } from "./judge-watch.ts";

const REFUSED = new AuxiliaryError({
  code: "AUX_RFB_PASSWORD_REFUSED",
  message: "no",
  remedy: "Correct it.",
});
const WELL = { connections: 1, losses: 0, lastError: undefined, lostMs: undefined };
const END = { description: "the screen", hasPictures: true, endMs: 60_000 };

describe("judgeWatch", () => {
  it("finds nothing missing when the screen was seen to the end, or went with its machine", () => {
    expect(judgeWatch({ ...END, report: WELL })).toBeUndefined();
    const gone = { connections: 1, losses: 1, lastError: new Error("closed"), lostMs: 58_000 };
    expect(judgeWatch({ ...END, report: gone })).toBeUndefined();
  });

  it("says why there is no picture, and what to do by whoever knows it", () => {
    const report = { connections: 0, losses: 0, lastError: REFUSED, lostMs: undefined };
    expect(judgeWatch({ ...END, hasPictures: false, report })).toMatchObject({
      code: "AUX_SCREENSHOT_NO_PICTURE",
      message: "no picture was seen of the screen: no",
      remedy: "Correct it.",
    });
    expect(judgeWatch({ ...END, hasPictures: false, report: WELL })?.message).toContain("it showed nothing");
  });

  it("says since when a screen was lost that did not come back", () => {
    const report = { connections: 2, losses: 2, lastError: new Error("closed"), lostMs: 40_000 };
    expect(judgeWatch({ ...END, report })).toMatchObject({
      code: "AUX_SCREENSHOT_LOST",
      message: "the screen was lost 20.0 s before the end: closed",
    });
  });
});
