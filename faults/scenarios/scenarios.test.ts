import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnalysisRecord } from "@aux/core";
import { afterAll, describe, expect, it } from "vitest";
import { countFigures } from "../figures/count-figures.ts";
import { buildSection } from "../page/build-section.ts";
import { buildPage, findSection, loadPage, writePage } from "../page/page.ts";
import { findRecordFaults } from "../record/find-record-faults.ts";
import { loadChapters } from "./load-chapters.ts";
import type { Scenario } from "./scenario.ts";
import { Stage } from "./stage.ts";

const GONE_MS = 2_000;
const isUpdating = process.env.UPDATE_FAULTS === "1";
const chapters = await loadChapters();
const page = loadPage();
const sections = new Map<string, string>();

describe.each(chapters)("$title", ({ scenarios }) => {
  it.each(scenarios)("$name", async (scenario) => {
    const section = await provoke(scenario);
    sections.set(scenario.name, section);
    countFigures({ "faults injected": 1, "faults shown in docs/faults.md": 1 });
    if (!isUpdating) expect(findSection(page, scenario.name), "else: pnpm docs:faults").toBe(section);
  });
});

it.runIf(!isUpdating)("docs/faults.md holds these faults and no others (else: pnpm docs:faults)", () => {
  expect(page).toBe(buildWhole((name) => findSection(page, name)));
});

afterAll(() => {
  if (isUpdating) writePage(buildWhole((name) => sections.get(name) ?? findSection(page, name)));
});

function buildWhole(find: (name: string) => string): string {
  return buildPage(
    chapters.map((chapter) => ({ chapter, sections: chapter.scenarios.map(({ name }) => find(name)) })),
  );
}

/** Provokes a fault, and holds what must hold after each: nothing runs, nothing temporary is left, the record agrees with itself. */
async function provoke(scenario: Scenario): Promise<string> {
  using stage = new Stage();
  const seen = await scenario.act(stage);
  const record = loadRecord(stage, scenario);
  const { isRecovered = false } = scenario;
  expect(record === undefined ? [] : findRecordFaults(record, { isRecovered })).toEqual([]);
  await expect.poll(() => stage.listProcesses(), { timeout: GONE_MS }).toEqual([]);
  expect(stage.listTemporary()).toEqual([]);
  return buildSection({ scenario, seen, record, projectPath: stage.path });
}

function loadRecord(stage: Stage, { analysis = "1" }: Scenario): AnalysisRecord | undefined {
  if (analysis === null) return undefined;
  const path = join(stage.path, "storage/analysis", analysis, "auxiliaries.json");
  expect(existsSync(path), `${path} is there`).toBe(true);
  return JSON.parse(readFileSync(path, "utf8")) as AnalysisRecord;
}
