import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { QmpClient } from "@aux/qmp";
import { describeAuxiliary } from "@aux/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";
import { buildKeyFloppy } from "../../../fixtures/floppies.ts";
import { startXvfb, type XServer } from "../../../fixtures/x-servers.ts";
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

function countShots(analysisPath: string): number {
  const shots: readonly Shot[] = JSON.parse(readFileSync(join(analysisPath, "shots/index.json"), "utf8"));
  return shots.length;
}

async function waitForShots(analysisPath: string, least: number): Promise<void> {
  await expect.poll(() => countShots(analysisPath), { timeout: 10_000 }).toBeGreaterThanOrEqual(least);
}

/** The floppy shows another colour after each key. */
async function pressEnterAndSee({ analysisPath }: { readonly analysisPath: string }) {
  await waitForShots(analysisPath, 1);
  const before = countShots(analysisPath);
  await client.execute("human-monitor-command", { "command-line": "sendkey ret" });
  await waitForShots(analysisPath, before + 1);
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

describe("through an X11 display", () => {
  let server: XServer;
  beforeAll(async () => {
    server = await startXvfb();
  });
  afterAll(async () => server[Symbol.asyncDispose]());
  describeAuxiliary(Screenshot, {
    ...contract,
    get machine() {
      return { display: server.display };
    },
    failing: [],
    whileRunning: async ({ analysisPath }) => {
      await waitForShots(analysisPath, 1);
      server.run("xsetroot", "-solid", "#123456");
      server.run("xsetroot", "-solid", "#fedcba");
      await waitForShots(analysisPath, 2);
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
