import { resolve } from "node:path";
import { describeAuxiliary } from "@aux/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";
import * as exports from "../src/index.ts";
import { MachineMemory } from "../src/index.ts";

let machine: FirmwareMachine;
beforeAll(async () => {
  machine = await FirmwareMachine.prepare();
  await machine.run();
});
afterAll(async () => machine[Symbol.asyncDispose]());

describeAuxiliary(MachineMemory, {
  describe,
  it,
  exports,
  package: resolve(import.meta.dirname, ".."),
  get machine() {
    return { qmp: machine.switchboard.path, memory: 16 };
  },
  artifacts: [{ path: "memory.elf", kind: "elf" }],
  failing: [
    { name: "there is no monitor", machine: { qmp: "/nonexistent/qmp" }, code: "AUX_QMP_UNREACHABLE" },
    {
      name: "the disk has no room",
      get machine() {
        return { qmp: machine.switchboard.path, memory: 1_000_000_000 };
      },
      code: "AUX_MEMORY_NO_ROOM",
    },
  ],
  neverReady: { machine: { qmp: "/nonexistent/qmp" } },
});
