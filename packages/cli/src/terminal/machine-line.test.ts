import type { Phase } from "@aux/core";
import { describe, expect, it } from "vitest";
import { buildMachineLine } from "./machine-line.ts";
import { buildStyle } from "./style.ts";

const plain = buildStyle(false, undefined);
const at = (monotonicMs: number) => ({ wall: "", monotonicMs });
const line = (phase: Partial<Phase>, now?: number) =>
  buildMachineLine({ name: "machinery.revert", started: at(1000), ...phase }, "win\x07", plain, now);

describe("buildMachineLine", () => {
  it("says what goes on and for how long, what was done, and what failed", () => {
    expect(line({}, 2500)).toBe("  … machine win\\x07  reverting  1.5 s");
    expect(line({ ended: at(1042), ok: true })).toBe("  ● machine win\\x07  reverted  42 ms");
    expect(line({ ended: at(1042), ok: false })).toBe("  ✗ machine win\\x07  failed reverting  42 ms");
    expect(line({ name: "machinery.stop", ended: at(1042), ok: true })).toContain("off");
  });

  it("is none for a phase of the auxiliaries, or of every object", () => {
    expect(line({ name: "start" })).toBeUndefined();
    expect(line({ name: "constructor" })).toBeUndefined();
  });
});
