import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { QmpClient } from "@aux/qmp";
import { describeAuxiliary } from "@aux/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";
import { buildKeyFloppy } from "../../../fixtures/floppies.ts";
import * as exports from "../src/index.ts";
import { Screenshot, type Shot } from "../src/index.ts";

let machine: FirmwareMachine;
let client: QmpClient;
const vncPath = () => join(machine.folder, "vnc");
beforeAll(async () => {
  machine = await FirmwareMachine.prepare();
  const floppyPath = join(machine.folder, "floppy.img");
  writeFileSync(floppyPath, buildKeyFloppy());
  const floppy = ["-drive", `file=${floppyPath},format=raw,if=floppy`, "-boot", "a"];
  client = await machine.run("-vga", "std", "-vnc", `unix:${vncPath()}`, ...floppy);
});
afterAll(async () => machine[Symbol.asyncDispose]());

/** The floppy shows another colour after each key. */
async function pressEnterAndSee({ analysisPath }: { readonly analysisPath: string }) {
  const count = () => {
    const shots: readonly Shot[] = JSON.parse(readFileSync(join(analysisPath, "shots/index.json"), "utf8"));
    return shots.length;
  };
  await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(0);
  const before = count();
  await client.execute("human-monitor-command", { "command-line": "sendkey ret" });
  await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(before);
}

const failing = [
  { name: "the machine has no such screen", options: { source: "x11" }, code: "AUX_SCREENSHOT_NO_SOURCE" },
  { name: "its VNC server is at no address", machine: { vnc: "5901" }, code: "AUX_SCREENSHOT_ADDRESS" },
] as const;
const contract = {
  describe,
  it,
  exports,
  package: resolve(import.meta.dirname, ".."),
  artifacts: [
    { path: "shots/index.json", kind: "json" },
    { path: "shots/0001.png", kind: "png" },
  ],
  failing,
  whileRunning: pressEnterAndSee,
};

describe("through VNC", () => {
  describeAuxiliary(Screenshot, {
    ...contract,
    get machine() {
      return { vnc: vncPath() };
    },
  });
});

describe("through QEMU's monitor", () => {
  describeAuxiliary(Screenshot, {
    ...contract,
    options: { source: "qmp" },
    get machine() {
      return { qmp: machine.switchboard.path };
    },
    failing: [],
  });
});
