import { existsSync, readdirSync, statSync } from "node:fs";
import { AuxiliaryRunner } from "@aux/core";
import { expect, it } from "vitest";
import { createTemporaryAnalysis } from "./temporary-analysis.ts";

it("is an empty private folder with task and machine, gone afterwards", async () => {
  const analysis = await createTemporaryAnalysis({ task: { id: "7" }, machine: { ip: "10.0.0.2" } });
  expect(statSync(analysis.analysisPath).mode & 0o777).toBe(0o700);
  expect(readdirSync(analysis.analysisPath)).toEqual([]);
  expect(analysis.task).toEqual({ id: "7" });
  expect(analysis.machine).toEqual({ name: "test", machinery: "process", ip: "10.0.0.2" });
  await analysis.dispose();
  expect(existsSync(analysis.rootPath)).toBe(false);
});

it("is all that a runner needs", async () => {
  await using analysis = await createTemporaryAnalysis();
  const { analysisPath, task, machine } = analysis;
  const runner = new AuxiliaryRunner({ auxiliaries: [], analysisPath, task, machine });
  await runner.start();
  expect(await runner.stop()).toMatchObject({ outcome: "completed", folder: analysisPath });
});
