import { describe, expect, it } from "vitest";
import { judgeActing, type Outcome } from "./judge-acting.ts";

const CONNECTED = { connections: 1, absentMs: 0, lastReason: undefined };
const WELL: Outcome = {
  tally: { actions: 10, clicks: 3, presses: 20, interrupted: 1, refused: 0 },
  input: CONNECTED,
  eyes: CONNECTED,
  log: { error: undefined, lost: 0 },
};

describe("judgeActing", () => {
  it("finds nothing wrong with an interrupted action, a short absence at the end, or no eyes at all", () => {
    expect(judgeActing(WELL)).toEqual([]);
    expect(judgeActing({ ...WELL, input: { ...CONNECTED, absentMs: 4_000 }, eyes: undefined })).toEqual([]);
  });

  it.each([
    ["AUX_HUMAN_UNREACHABLE", { input: { ...CONNECTED, connections: 0, lastReason: "wrong password" } }],
    ["AUX_HUMAN_LOST", { input: { ...CONNECTED, absentMs: 60_000, lastReason: "it hung" } }],
    ["AUX_HUMAN_BLIND", { eyes: { ...CONNECTED, connections: 0, lastReason: undefined } }],
    ["AUX_HUMAN_REFUSED", { tally: { ...WELL.tally, refused: 2, refusal: "no mouse" } }],
    ["AUX_HUMAN_WRITE_FAILED", { log: { error: "ENOSPC", lost: 4 } }],
  ] satisfies [string, Partial<Outcome>][])("says %s, with the reason", (code, changed) => {
    const problems = judgeActing({ ...WELL, ...changed });
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.message).toMatch(
      /wrong password|60 s.*it hung|nobody answered|no mouse|4 of 10.*ENOSPC/,
    );
  });
});
