import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Auxiliary, RECORD_FILE, type Tool } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_MACHINE } from "./machine/local-machine.ts";
import { ProcessMachinery } from "./machinery/process-machinery.ts";
import { type AnalysisOptions, runAnalysis } from "./run-analysis.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "analysis-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const events: string[] = [];

class Witness extends Auxiliary {
  start() {
    events.push("start");
    return true;
  }
  override machineStarted() {
    events.push("machineStarted");
  }
  override machineStopping() {
    events.push("machineStopping");
  }
  stop() {
    events.push("stop");
    return true;
  }
}

class Refusing extends Witness {
  override start() {
    return false;
  }
}

/** Has a program that is killed once the machine was started. */
class Crashing extends Auxiliary {
  #tool: Tool | undefined;
  async start() {
    events.push("start");
    this.#tool = await this.tool("sleep", ["600"]);
    return true;
  }
  override machineStarted() {
    events.push("machineStarted");
    this.#tool?.signal("SIGKILL");
  }
  override machineStopping() {
    events.push("machineStopping");
  }
  stop() {
    events.push("stop");
    return true;
  }
}

class Misconfigured extends Witness {
  override check() {
    return [{ code: "AUX_CONF_VALUE", message: "x", remedy: "y", at: { key: "bpf" } }];
  }
}

function run(script: string, more: Partial<AnalysisOptions> = {}) {
  events.length = 0;
  return runAnalysis({
    auxiliaries: [Witness],
    task: { id: "1" },
    machine: LOCAL_MACHINE,
    machinery: new ProcessMachinery({ command: ["sh", "-c", script], cwd: folder, output: "stderr" }),
    analysisPath: join(folder, "1"),
    ...more,
  });
}

describe("runAnalysis", () => {
  it("ends in order when a module crashes whose entry says abort, machine first", async () => {
    const record = await run("sleep 600", {
      auxiliaries: [{ Class: Crashing, onCrash: "abort" }, Witness],
    });
    expect(record).toMatchObject({
      outcome: "aborted",
      exit: { signal: "SIGTERM" },
      auxiliaries: [
        { name: "crashing", state: "crashed" },
        { name: "witness", state: "stopped" },
      ],
      problems: [{ code: "AUX_CRASH_FATAL" }],
    });
    expect(events).toEqual([
      "start",
      "start",
      "machineStarted",
      "machineStarted",
      "machineStopping",
      "machineStopping",
      "stop",
      "stop",
    ]);
    const stopped = (name: string) =>
      record.phases.find((phase) => phase.name === name)?.started.monotonicMs ?? 0;
    expect(stopped("machinery.stop")).toBeLessThan(stopped("stop"));
  });

  it("is interrupted rather than aborted when it is told so before the crash", async () => {
    const signal = AbortSignal.timeout(10);
    const record = await run("sleep 600", { auxiliaries: [{ Class: Crashing, onCrash: "abort" }], signal });
    expect(record.outcome).toBe("interrupted");
  });

  it("starts auxiliaries before the machine is reverted and stops them after it is off", async () => {
    const record = await run("exit 3");
    expect(record).toMatchObject({ outcome: "completed", exit: { code: 3, signal: null } });
    expect(record.phases.map(({ name }) => name)).toEqual([
      "start",
      "machinery.revert",
      "machinery.start",
      "machineStarted",
      "analysis",
      "machinery.stop",
      "stop",
    ]);
    const begins = record.phases.map(({ started }) => started.monotonicMs);
    expect(begins).toEqual(begins.toSorted((a, b) => a - b));
    expect(events).toEqual(["start", "machineStarted", "stop"]);
    expect(JSON.parse(readFileSync(join(folder, "1", RECORD_FILE), "utf8"))).toEqual(record);
  });

  it("ends at its timeout, or else at the task's", async () => {
    expect(await run("sleep 60", { timeoutMs: 30, task: { id: "1", timeout: 50 } })).toMatchObject({
      outcome: "timeout",
    });
    expect(events).toEqual(["start", "machineStarted", "machineStopping", "stop"]);
    const record = await run("sleep 60", {
      analysisPath: join(folder, "2"),
      task: { id: "2", timeout: 0.03 },
    });
    expect(record).toMatchObject({ outcome: "timeout", exit: { signal: "SIGTERM" } });
  });

  it("does not begin when a required auxiliary fails, and stops what had started", async () => {
    const auxiliaries = [
      { Class: Witness, order: 1 },
      { Class: Refusing, name: "refusing", order: 2, required: true },
    ];
    const record = await run("echo > begun", { auxiliaries });
    expect(record.outcome).toBe("not-begun");
    expect(events).toEqual(["start", "stop"]);
    expect(existsSync(join(folder, "begun"))).toBe(false);
  });

  it("goes on without an auxiliary that is not required", async () => {
    const record = await run("echo > begun", { auxiliaries: [Refusing] });
    expect(record).toMatchObject({ outcome: "completed", auxiliaries: [{ state: "failed" }] });
    expect(existsSync(join(folder, "begun"))).toBe(true);
  });

  it("throws what an auxiliary or the machinery finds wrong, with nothing started and no folder made", async () => {
    const machinery = new ProcessMachinery({ command: ["nonesuch-command"] });
    await expect(run("", { auxiliaries: [Misconfigured, Witness], machinery })).rejects.toMatchObject({
      problems: [{ code: "AUX_CONF_VALUE" }, { code: "AUX_COMMAND_MISSING" }],
    });
    expect(events).toEqual([]);
    expect(existsSync(join(folder, "1"))).toBe(false);
  });

  it("throws for a folder that cannot take results, with nothing started", async () => {
    writeFileSync(join(folder, "1"), "a file");
    await expect(run("echo > begun")).rejects.toMatchObject({ code: "AUX_FOLDER_NOT_FOLDER" });
    expect([events, existsSync(join(folder, "begun"))]).toEqual([[], false]);
  });

  it("never writes over another run's record", async () => {
    await run("true");
    await expect(run("true")).rejects.toMatchObject({ code: "AUX_FOLDER_OCCUPIED" });
  });

  it("is interrupted before it begins", async () => {
    const record = await run("echo > begun", { signal: AbortSignal.abort() });
    expect(record.outcome).toBe("interrupted");
    expect(existsSync(join(folder, "begun"))).toBe(false);
  });

  it("has the machine's failure in the record, and its auxiliaries stopped", async () => {
    class Broken extends ProcessMachinery {
      override revert() {
        return Promise.reject(new Error("no such snapshot"));
      }
    }
    const record = await run("", { machinery: new Broken({ command: ["true"] }) });
    expect(record).toMatchObject({ outcome: "failed", problems: [{ code: "AUX_MACHINERY_FAILED" }] });
    expect(events).toEqual(["start", "stop"]);
  });
});
