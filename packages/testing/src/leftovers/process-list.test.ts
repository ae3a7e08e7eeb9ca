import { describe, expect, it } from "vitest";
import { findProcess, loadProcesses, parseProcessStat } from "./process-list.ts";

describe("the list of processes", () => {
  it("reads a program's name with blanks and parentheses in it", () => {
    const rest = "4 11 12 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 0 0";
    expect(parseProcessStat(10, `10 (a) (b c) S ${rest}`)).toEqual({
      pid: 10,
      state: "S",
      parent: 4,
      session: 12,
      startedAt: "98765",
    });
  });

  it("holds this process, with its real parent", () => {
    expect(findProcess(process.pid)?.parent).toBe(process.ppid);
    expect(loadProcesses().map(({ pid }) => pid)).toContain(process.pid);
  });

  it("knows nothing of a process that does not exist", () => {
    expect(findProcess(2 ** 30)).toBeUndefined();
  });
});
