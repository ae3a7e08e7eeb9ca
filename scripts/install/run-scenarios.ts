import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Place, Scenario } from "./scenarios/scenario.ts";

/** A scenario that has ended: what it returned, or why it failed. */
export interface EndedScenario {
  readonly scenario: Scenario;
  readonly isWell: boolean;
  readonly said: string;
  readonly durationMs: number;
}

/** Runs scenarios, `width` at a time, each in a folder of its own below `place.folderPath`; none stops another. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  place: Place,
  width: number,
  onEnd: (ended: EndedScenario) => void,
): Promise<void> {
  const queue = scenarios.values();
  const takeNext = async (): Promise<void> => {
    for (const scenario of queue) onEnd(await runOne(scenario, place));
  };
  await Promise.all(Array.from({ length: width }, takeNext));
}

let folders = 0;

async function runOne(scenario: Scenario, place: Place): Promise<EndedScenario> {
  const startedMs = performance.now();
  const folderPath = join(place.folderPath, String(++folders));
  mkdirSync(folderPath, { recursive: true });
  const end = (isWell: boolean, said: string): EndedScenario => ({
    scenario,
    isWell,
    said,
    durationMs: performance.now() - startedMs,
  });
  try {
    return end(true, await scenario.run({ ...place, folderPath }));
  } catch (error) {
    return end(false, error instanceof Error ? error.message : String(error));
  }
}
