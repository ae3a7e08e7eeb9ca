import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Auxiliary, AuxiliaryError, RECORD_FILE } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Stage, StagedMachinery } from "../test/staged-machinery.ts";
import { type AnalysisOptions, runAnalysis } from "./run-analysis.ts";

let folder = "";
const calls: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "analysis-"));
  calls.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

class Witness extends Auxiliary {
  start(): boolean {
    calls.push(`auxiliary starts beside ${this.machine.qmp}`);
    return true;
  }
  override machineStopping() {
    calls.push("machineStopping");
  }
  stop() {
    calls.push("auxiliary stops");
    return true;
  }
}

class Refusing extends Witness {
  override start() {
    return false;
  }
}

function analyse(stage: Stage, more: Partial<AnalysisOptions> = {}) {
  const machinery = new StagedMachinery(calls, stage);
  const record = runAnalysis({
    auxiliaries: [Witness],
    task: { id: "7" },
    machine: { name: "lab" },
    machinery,
    analysisPath: join(folder, "7"),
    ...more,
  });
  return { machinery, record };
}

const shell = (script: string) => ({
  command: ["sh", "-c", script],
  cwd: folder,
  output: "stderr" as const,
  politeTimeoutMs: 200,
});
const problem = (code: string) => ({ code, message: "the domain is not there", remedy: "Define it." });

describe("runAnalysis on a virtual machine", () => {
  it("prepares before the auxiliaries start, and gives them the machine as the machinery completes it", async () => {
    const record = await analyse({}, { timeoutMs: 1 }).record;
    expect(calls).toEqual(
      ["prepare", "auxiliary starts beside /run/lab.qmp", "revert", "start"].concat([
        "machineStopping",
        "stop",
        "auxiliary stops",
      ]),
    );
    expect(record).toMatchObject({ outcome: "timeout", machine: { name: "lab", ip: "192.0.2.7" } });
    expect(record.phases.slice(0, 3).map(({ name }) => name)).toEqual([
      "machinery.prepare",
      "start",
      "machinery.revert",
    ]);
  });

  it("is over when the guest powers off", async () => {
    const { machinery, record } = analyse({ start: () => setImmediate(() => machinery.turnOff()) });
    expect(await record).toMatchObject({ outcome: "completed" });
    expect(calls).not.toContain("machineStopping");
  });

  it("starts nothing, and releases, when the machinery cannot prepare: its own problem is thrown", async () => {
    const prepare = () => {
      throw new AuxiliaryError(problem("AUX_ACME_BUSY"));
    };
    await expect(analyse({ prepare }).record).rejects.toMatchObject({
      code: "AUX_ACME_BUSY",
      remedy: "Define it.",
    });
    expect(calls).toEqual(["prepare", "stop"]);
    expect(existsSync(join(folder, "7"))).toBe(false);
  });

  it("releases what was prepared when a required auxiliary fails, and prepares nothing when the folder is refused", async () => {
    const refused = analyse({}, { auxiliaries: [{ Class: Refusing, name: "refusing", required: true }] });
    expect(await refused.record).toMatchObject({
      outcome: "not-begun",
      problems: [{ code: "AUX_REQUIRED_FAILED" }],
    });
    expect(calls).toEqual(["prepare", "stop"]);
    writeFileSync(join(folder, "8"), "a file");
    await expect(analyse({}, { analysisPath: join(folder, "8") }).record).rejects.toMatchObject({
      code: "AUX_FOLDER_NOT_FOLDER",
    });
    expect(calls).toEqual(["prepare", "stop"]);
  });

  it("names what could not be released after a run that did not begin", async () => {
    const stop = () => Promise.reject(new Error("still there"));
    const auxiliaries = [{ Class: Refusing, name: "refusing", required: true }];
    expect((await analyse({ stop }, { auxiliaries }).record).problems).toMatchObject([
      { code: "AUX_REQUIRED_FAILED" },
      { code: "AUX_MACHINERY_FAILED", message: expect.stringContaining("still there") },
    ]);
  });

  it("is interrupted while it prepares, in order", async () => {
    const interruption = new AbortController();
    const prepare = (signal: AbortSignal) => {
      interruption.abort();
      signal.throwIfAborted();
    };
    const record = await analyse({ prepare }, { signal: interruption.signal }).record;
    expect(record.outcome).toBe("interrupted");
    expect(calls).toEqual(["prepare", "stop"]);
  });

  it("keeps the codes of a machinery's own problems, and what it has to say although all went well", async () => {
    const revert = () => {
      throw new AuxiliaryError(problem("AUX_ACME_GONE"));
    };
    const { machinery, record } = analyse({ revert });
    machinery.problems.push(problem("AUX_ACME_FORCED"));
    expect(await record).toMatchObject({
      outcome: "failed",
      problems: [
        {
          code: "AUX_ACME_GONE",
          message: "the machinery could not revert the machine lab: the domain is not there",
        },
        { code: "AUX_ACME_FORCED" },
      ],
    });
  });

  it("does not blame the machinery for a step that an interruption ended", async () => {
    const interruption = new AbortController();
    const revert = (signal: AbortSignal) => {
      interruption.abort();
      signal.throwIfAborted();
    };
    expect(await analyse({ revert }, { signal: interruption.signal }).record).toMatchObject({
      outcome: "interrupted",
      problems: [],
    });
  });
});

describe("the command of an analysis on a virtual machine", () => {
  it("runs while the machine runs, knows it by its environment, and its end ends the analysis", async () => {
    const script =
      'env | grep ^AUX_ > known; test "$AUX_MACHINE_NAME" = lab && test -z "$AUX_MACHINE_MAC" && exit 4';
    vi.stubEnv("AUX_MACHINE_MAC", "of an outer analysis");
    const record = await analyse({}, { command: shell(script) }).record;
    vi.unstubAllEnvs();
    expect(record).toMatchObject({ outcome: "completed", exit: { code: 4, signal: null } });
    expect(readFileSync(join(folder, "known"), "utf8").trim().split("\n").toSorted()).toEqual([
      `AUX_ANALYSIS_PATH=${join(folder, "7")}`,
      "AUX_MACHINE_AGENT=/run/lab.agent",
      "AUX_MACHINE_IP=192.0.2.7",
      "AUX_MACHINE_NAME=lab",
      "AUX_MACHINE_QMP=/run/lab.qmp",
      "AUX_TASK_ID=7",
    ]);
    expect(calls.slice(-3)).toEqual(["machineStopping", "stop", "auxiliary stops"]);
  });

  it("is ended at the timeout, before the machine is stopped", async () => {
    const script = "trap 'echo ended > out; exit 0' TERM; while :; do sleep 0.02; done";
    const stop = () => calls.push(existsSync(join(folder, "out")) ? "after the command" : "too early");
    const record = await analyse({ stop }, { command: shell(script), timeoutMs: 500 }).record;
    expect(record.outcome).toBe("timeout");
    expect(calls).toContain("after the command");
  });

  it("is ended when the guest powers off, and its own code is none of the analysis then", async () => {
    const { machinery, record } = analyse(
      { start: () => setTimeout(() => machinery.turnOff(), 50) },
      { command: shell("sleep 60") },
    );
    expect(await record).toMatchObject({ outcome: "completed" });
    expect((await record).exit).toBeUndefined();
  });

  it("is killed at once when there is no time", async () => {
    const killing = new AbortController();
    const script = "trap '' TERM; echo > running; while :; do sleep 0.02; done";
    const { record } = analyse(
      {},
      { command: { ...shell(script), politeTimeoutMs: 60_000 }, killSignal: killing.signal },
    );
    await vi.waitUntil(() => existsSync(join(folder, "running")), { timeout: 5_000, interval: 10 });
    killing.abort();
    expect((await record).outcome).toBe("interrupted");
  });

  it("that is not there is said before anything starts", async () => {
    await expect(analyse({}, { command: { command: ["./nonesuch"] } }).record).rejects.toMatchObject({
      code: "AUX_COMMAND_MISSING",
    });
    expect(calls).toEqual([]);
    expect(existsSync(join(folder, "7", RECORD_FILE))).toBe(false);
  });
});
