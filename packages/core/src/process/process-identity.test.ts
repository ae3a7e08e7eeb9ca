import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { findProcess, identityOf, isAlive, ownIdentity } from "./process-identity.ts";

describe("a process' identity", () => {
  it("is its number and its start", () => {
    expect(ownIdentity()).toEqual({ pid: process.pid, startTicks: expect.stringMatching(/^\d+$/) });
    expect(isAlive(ownIdentity())).toBe(true);
  });

  it("is not that of a later process with the same number", () => {
    expect(isAlive({ pid: process.pid, startTicks: "1" })).toBe(false);
  });

  it("without a start is no more than the number", () => {
    expect(isAlive({ pid: process.pid, startTicks: "" })).toBe(true);
    expect(isAlive({ pid: 4_194_304, startTicks: "" })).toBe(false);
    expect(identityOf(4_194_304)).toEqual({ pid: 4_194_304, startTicks: "" });
  });

  it("tells group and session, and ends with the process", async () => {
    const child = spawn("sleep", ["60"], { detached: true });
    onTestFinished(() => void child.kill("SIGKILL"));
    const identity = identityOf(child.pid ?? 0);
    expect(findProcess(identity.pid)).toEqual({
      ...identity,
      groupId: identity.pid,
      sessionId: identity.pid,
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isAlive(identity)).toBe(false);
    expect(findProcess(identity.pid)).toBeUndefined();
  });
});
