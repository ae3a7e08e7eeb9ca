import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AuxiliaryRunner } from "@aux/core";
import { createTemporaryAnalysis, type TemporaryAnalysis } from "@aux/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runOnDisplay, StartedProgram } from "../../../fixtures/started-program.ts";
import { startTigerVnc, type VncServer } from "../../../fixtures/vnc-servers.ts";
import { Human, type LoggedAction } from "../src/index.ts";

let server: VncServer;
let analysis: TemporaryAnalysis;
beforeEach(async () => {
  server = await startTigerVnc();
  analysis = await createTemporaryAnalysis({ machine: { vnc: server.path } });
});
afterEach(async () => {
  await analysis[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

it("clicks where a window has popped up, in the screen's own pixels, also after its size has changed", async () => {
  await using runner = new AuxiliaryRunner({
    auxiliaries: [{ Class: Human, name: "human", options: { pace: 600, typing: false, seed: 1 } }],
    ...analysis,
  });
  const actions = () =>
    readFileSync(join(analysis.analysisPath, "human.jsonl"), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LoggedAction);
  const untilSeen = async (from: number) => {
    const find = () =>
      actions()
        .slice(from)
        .find(({ place }) => place === "changed");
    await expect.poll(find, { timeout: 30_000 }).toBeDefined();
    return find();
  };
  await runner.start();
  await runner.machineStarted();
  await expect.poll(() => actions().length, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(actions().map(({ place }) => place)).not.toContain("changed");

  const place = ["-display", server.display, "-geometry", "40x10+100+50"];
  await using window = new StartedProgram();
  window.start("xterm", [...place, "-bg", "#fedcba", "-e", "sleep", "60"]);
  const [x = 0, y = 0] = (await untilSeen(0))?.pixel ?? [];
  expect(x).toBeGreaterThanOrEqual(100);
  expect(x).toBeLessThan(100 + 400);
  expect(y).toBeGreaterThanOrEqual(50);
  expect(y).toBeLessThan(50 + 250);

  runOnDisplay(server.display, "xrandr", "-s", "800x600");
  const from = actions().length + 1;
  await expect.poll(() => actions().length, { timeout: 30_000 }).toBeGreaterThan(from);
  const last = actions().at(-1);
  expect(last?.pixel).toEqual([Math.round((last?.x ?? 0) * 799), Math.round((last?.y ?? 0) * 599)]);
  await runner.machineStopping();
  const record = await runner.stop();
  expect(record.auxiliaries[0]).toMatchObject({ state: "stopped", problems: [], figures: { input: "vnc" } });
});
