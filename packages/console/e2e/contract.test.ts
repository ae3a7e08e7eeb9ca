import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { QmpClient } from "@aux/qmp";
import { describeAuxiliary } from "@aux/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";
import * as exports from "../src/index.ts";
import { MachineConsole } from "../src/index.ts";
import { buildConsoleArguments, consolePathOf } from "./firmware-console.ts";

let machine: FirmwareMachine;
let client: QmpClient;
beforeAll(async () => {
  machine = await FirmwareMachine.prepare();
  client = await machine.run(...buildConsoleArguments(machine));
});
afterAll(async () => machine[Symbol.asyncDispose]());

describeAuxiliary(MachineConsole, {
  describe,
  it,
  exports,
  package: resolve(import.meta.dirname, ".."),
  get machine() {
    return { console: consolePathOf(machine), qmp: machine.switchboard.path };
  },
  artifacts: [
    { path: "console.log", kind: "log" },
    { path: "qmp-events.jsonl", kind: "jsonl" },
  ],
  failing: [
    {
      name: "there is no monitor",
      machine: { qmp: "/nonexistent/qmp" },
      code: "AUX_QMP_UNREACHABLE",
    },
  ],
  neverReady: { machine: { qmp: "/nonexistent/qmp" } },
  whileRunning: async ({ analysisPath }) => {
    const read = (name: string) => readFileSync(join(analysisPath, name), "utf8");
    const reset = client.untilEvent("RESET");
    await client.execute("system_reset");
    await reset;
    await expect.poll(() => read("console.log"), { timeout: 10_000 }).toContain("SeaBIOS");
    return () => expect(read("qmp-events.jsonl")).toContain('"event":"RESET"');
  },
});
