import { closeSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AuxiliaryClass } from "@aux/core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type ContractOptions, createFakeTool } from "../src/index.ts";
import * as broken from "./fixtures/broken-auxiliaries.ts";
import { findFailure, recordTests } from "./fixtures/recording-runner.ts";

const daemon = createFakeTool({ forksDaemon: true, says: [{ stream: "stdout", text: "listening" }] });
afterAll(() => daemon.dispose());

afterEach(() => {
  const { timers, servers, children, descriptors } = broken.left;
  for (const timer of timers.splice(0)) clearInterval(timer);
  for (const server of servers.splice(0)) server.close();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
  process.removeAllListeners("SIGUSR2");
});

const READY = "resolves start() only when it is ready";
const WHOLE = "is recorded as stopped, with its artifacts and without a problem";
const IN_TIME = "stops within its deadline";
const NO_PROCESS = "leaves no process behind";
const NO_HANDLE = "leaves no timer, socket or other handle behind";
const NO_DESCRIPTOR = "leaves no file descriptor open";
const NO_FILE = "writes nothing outside the analysis folder";
const START_TWICE = "leaves nothing behind when its start() is called twice";
const STOP_TWICE = "answers a second stop() with true or false";
const STOP_ALONE = "answers stop() without start() with true or false";
const INTERRUPTED = "ends start() and leaves nothing behind when the run is interrupted before it is ready";
const LATE = "ends start() and leaves nothing behind at its deadline";
const CONSTRUCTOR = "does nothing in its constructor";
const CHECK = "checks this host without leaving a trace";
const TRIAL = "is tried out in a folder, and leaves nothing else";
const RESTART = "goes on in files of its own when its program was killed and it is started again";
const OPTIONS = "documents every option, with a default that is allowed";

const isReady = (analysisPath: string) => existsSync(join(analysisPath, "ready"));

interface Case {
  readonly Class: AuxiliaryClass;
  readonly test: string;
  readonly says: RegExp;
  readonly options?: ContractOptions;
}

const CASES: readonly Case[] = [
  {
    Class: broken.StartsBeforeReady,
    test: READY,
    options: { isReady },
    says: /before the auxiliary was ready.*isReady answered false/s,
  },
  { Class: broken.LeaksProcess, test: NO_PROCESS, says: /process \d+: .*setTimeout.*this\.tool\(\)/s },
  {
    Class: broken.LeaksDaemon,
    test: NO_PROCESS,
    options: { options: { tool: daemon.path } },
    says: /\(process \d+\), left behind by .*in the foreground/s,
  },
  {
    Class: broken.LeaksTimer,
    test: NO_HANDLE,
    says: /1 × timer, made at .*broken-auxiliaries\.ts.*this\.onCleanup/s,
  },
  { Class: broken.LeaksListener, test: NO_HANDLE, says: /1 × process\.on\("SIGUSR2"\)/ },
  { Class: broken.LeaksServer, test: NO_HANDLE, says: /1 × TCP server, made at .*broken-auxiliaries\.ts/ },
  { Class: broken.LeaksDescriptor, test: NO_DESCRIPTOR, says: /descriptor \d+: .*open\nClose it in stop/ },
  { Class: broken.LeaksTemporaryFile, test: NO_FILE, says: /file .*scratch\n.*this\.analysisPath/s },
  { Class: broken.StopsWithoutAnswer, test: WHOLE, says: /AUX_STOP_NOT_BOOLEAN: .*returned undefined/ },
  { Class: broken.StopsWithoutAnswer, test: STOP_TWICE, says: /returned undefined instead of true or false/ },
  {
    Class: broken.StopsNever,
    test: IN_TIME,
    options: { stopTimeoutMs: 100 },
    says: /stop\(\) was late.*AUX_STOP_TIMEOUT/s,
  },
  {
    Class: broken.ThrowsInStopWithoutStart,
    test: STOP_ALONE,
    says: /stop\(\) without start\(\) threw: Cannot read.*return true/,
  },
  { Class: broken.ThrowsInSecondStop, test: STOP_TWICE, says: /a second stop\(\) threw: already stopped/ },
  { Class: broken.ForgetsFirstStart, test: START_TWICE, says: /1 × timer.*made at .*broken-auxiliaries/ },
  {
    Class: broken.FailsAndLeaks,
    test: "fails to start when it must, says why and leaves nothing behind",
    options: { failing: [{ name: "it must", code: "AUX_START_FAILED" }] },
    says: /a handle was left after it failed to start.*1 × timer/s,
  },
  {
    Class: broken.FailsAndLeaks,
    test: "fails to start when it must, says why and leaves nothing behind",
    options: { failing: [{ name: "it must", code: "AUX_TOOL_MISSING" }] },
    says: /should have failed with AUX_TOOL_MISSING, but said:\nAUX_START_FAILED: .*half-way/,
  },
  {
    Class: broken.LeaksTimer,
    test: "fails to start when it must, says why and leaves nothing behind",
    options: { failing: [{ name: "it must" }] },
    says: /it is running, but should have failed to start/,
  },
  {
    Class: broken.IgnoresInterruption,
    test: INTERRUPTED,
    options: { neverReady: {}, abortTimeoutMs: 500 },
    says: /still ran 500 ms after the run was interrupted.*this\.signal/,
  },
  {
    Class: broken.IgnoresInterruption,
    test: LATE,
    options: { neverReady: {}, abortTimeoutMs: 500 },
    says: /still ran 500 ms after its deadline.*this\.signal/,
  },
  {
    Class: broken.WritesInConstructor,
    test: CONSTRUCTOR,
    says: /the constructor did something:\n.*early\nMove it to start/,
  },
  {
    Class: broken.BeginsInConstructor,
    test: CONSTRUCTOR,
    says: /the constructor did something:\n1 × timer/,
  },
  { Class: broken.WritesInCheck, test: CHECK, says: /check\(\) wrote into the analysis folder: .*early/ },
  { Class: broken.LeaksInTrial, test: TRIAL, says: /timer.*LeaksInTrial\.tryOut.*this\.onCleanup/s },
  { Class: broken.FailsItsTrial, test: TRIAL, says: /found problems.*AUX_TRIAL_FAILED: .*no room/s },
  { Class: broken.ThrowsInCheck, test: CHECK, says: /check\(\) threw: no such interface/ },
  { Class: broken.HasUndocumentedOption, test: OPTIONS, says: /option snaplen has no description/ },
  {
    Class: broken.HasImpossibleDefault,
    test: OPTIONS,
    says: /option snaplen: its default 9 is not a whole number from 0 to 5/,
  },
  {
    Class: broken.ForgetsSecondLife,
    test: RESTART,
    options: { restart: {} },
    says: /its second life wrote to other files.*notes\.1\.txt/s,
  },
  { Class: broken.DeclaresNoArtifact, test: RESTART, options: { restart: {} }, says: /it runs no program/ },
  { Class: broken.TakesRunnersOption, test: OPTIONS, says: /option maxSize belongs to the runner/ },
  {
    Class: broken.DeclaresNoArtifact,
    test: WHOLE,
    options: { artifacts: [{ path: "dump.pcap", kind: "pcap" }] },
    says: /dump\.pcap \(pcap\) is no artifact.*: none.*this\.artifact/s,
  },
];

describe("the contract suite on auxiliaries that break one rule each", () => {
  for (const { Class, test, options, says } of CASES) {
    it(`fails "${test}" for ${Class.name} and says ${says.source.slice(0, 40)}`, async () => {
      expect(await findFailure(Class, test, { settleMs: 200, ...options })).toMatch(says);
    });
  }

  it("fails the tests of a whole run for one that never started, instead of finding nothing left", async () => {
    expect(await findFailure(broken.FailsAndLeaks, NO_PROCESS)).toMatch(/it did not run, but is failed/);
  });

  it("passes what a broken one does right", async () => {
    expect(await findFailure(broken.LeaksTimer, NO_PROCESS)).toBeUndefined();
    expect(await findFailure(broken.StopsWithoutAnswer, NO_HANDLE)).toBeUndefined();
  });
});

describe("the contract suite on packages", () => {
  const folder = mkdtempSync(join(tmpdir(), "contract-package-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const check = (test: string, manifest: object, exports: object = {}) => {
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    return findFailure(broken.DeclaresNoArtifact, test, { package: folder, exports });
  };

  it("says which keyword is missing", async () => {
    expect(await check("is found by its package.json", {})).toMatch(/keyword "auxiliary-module"/);
  });

  it("refuses a name that is no section's name", async () => {
    const manifest = { keywords: ["auxiliary-module"], auxiliary: { name: "My Module" } };
    expect(await check("is found by its package.json", manifest)).toMatch(/"My Module"/);
  });

  it("wants core as peer dependency, and not as dependency", async () => {
    const core = { "@aux/core": "1" };
    const test = "has @aux/core as peer dependency";
    expect(await check(test, { dependencies: core })).toMatch(/peerDependencies/);
    expect(await check(test, { dependencies: core, peerDependencies: core })).toMatch(
      /move it to devDependencies/,
    );
    expect(await check(test, { peerDependencies: core })).toBeUndefined();
  });

  it("wants the declared order to be the class's", async () => {
    const test = "has the order that its package.json declares";
    expect(await check(test, { auxiliary: { order: 7 } })).toMatch(/is 7, the class's is 1/);
    expect(await check(test, { auxiliary: { order: 1 } })).toBeUndefined();
  });

  it("wants exactly one exported auxiliary", async () => {
    const test = "is the only auxiliary that its package exports";
    const { DeclaresNoArtifact, LeaksTimer } = broken;
    expect(await check(test, {}, { DeclaresNoArtifact, LeaksTimer })).toMatch(
      /DeclaresNoArtifact, LeaksTimer/,
    );
    expect(await check(test, {}, {})).toMatch(/exports: none/);
    expect(await check(test, {}, { DeclaresNoArtifact, default: DeclaresNoArtifact })).toBeUndefined();
  });

  it("says how to mend an entry that is not built", async () => {
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ exports: { ".": { default: "./dist/index.js" } } }),
    );
    const test = "is the only auxiliary that its package exports";
    expect(await findFailure(broken.DeclaresNoArtifact, test, { package: folder })).toMatch(
      /Build the package before/,
    );
  });
});

describe("a vitest run", () => {
  it("is told to pass its describe and it", async () => {
    const { describeAuxiliary } = await import("../src/index.ts");
    expect(() => describeAuxiliary(broken.LeaksTimer)).toThrow(/import { describe, it } from "vitest"/);
  });

  it("registers a test of interruption only where something never gets ready", () => {
    expect(recordTests(broken.LeaksTimer).has(INTERRUPTED)).toBe(false);
    expect(recordTests(broken.LeaksTimer, { neverReady: {} }).has(INTERRUPTED)).toBe(true);
  });
});
