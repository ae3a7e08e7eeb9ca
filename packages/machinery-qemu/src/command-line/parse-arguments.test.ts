import { describe, expect, it } from "vitest";
import { parseArguments } from "./parse-arguments.ts";

describe("the command line", () => {
  it("takes a snapshot's name and a machine", () => {
    expect(parseArguments(["snapshot", "ready", "--machine", "win10", "--console", "login:"])).toEqual({
      name: "ready",
      machine: "win10",
      confPath: "conf/machines.conf",
      consoleText: "login:",
      afterMs: undefined,
      timeoutMs: 600_000,
    });
    expect(
      parseArguments(["snapshot", "a b", "--machine", "m", "--after", "1.5", "--conf", "c"]),
    ).toMatchObject({
      afterMs: 1_500,
      confPath: "c",
    });
    expect(parseArguments(["--help"])).toBe("help");
  });

  it.each([
    [[], /the one command/],
    [["revert", "x"], /the one command/],
    [["snapshot", "a", "b", "--machine", "m"], /the one command/],
    [["snapshot", "../../etc", "--machine", "m"], /name has letters/],
    [["snapshot", "..", "--machine", "m"], /name has letters/],
    [["snapshot", "x"], /--machine is missing/],
    [["snapshot", "x", "--machine", "m", "--after", "soon"], /--after is "soon"/],
    [["snapshot", "x", "--nonsense"], /nonsense/],
  ])("refuses %j", (args, reason) => {
    expect(parseArguments(args)).toEqual({ wrong: expect.stringMatching(reason) });
  });
});
