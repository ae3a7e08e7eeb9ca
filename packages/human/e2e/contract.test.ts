import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeAuxiliary } from "@aux/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as exports from "../src/index.ts";
import { Human } from "../src/index.ts";
import { TracedMachine } from "./traced-machine.ts";

let machine: TracedMachine;
beforeAll(async () => {
  machine = await TracedMachine.prepare();
  await machine.run();
});
afterAll(async () => machine[Symbol.asyncDispose]());

describeAuxiliary(Human, {
  describe,
  it,
  exports,
  package: resolve(import.meta.dirname, ".."),
  options: { pace: 600, seed: 34 },
  get machine() {
    return { qmp: machine.switchboard.path, vnc: machine.vnc };
  },
  artifacts: [{ path: "human.jsonl", kind: "jsonl" }],
  failing: [
    {
      name: "the machine lacks what is asked for",
      options: { input: "vnc" },
      machine: { vnc: "nowhere" },
      code: "AUX_HUMAN_NO_INPUT",
    },
  ],
  whileRunning: async ({ analysisPath }) => {
    const read = () => readFileSync(join(analysisPath, "human.jsonl"), "utf8");
    await expect.poll(() => read().trim().split("\n").length, { timeout: 20_000 }).toBeGreaterThan(3);
    return ({ figures }: { figures: Readonly<Record<string, unknown>> }) => {
      expect(figures).toMatchObject({ seed: 34, input: "qmp" });
      expect(figures.actions).toBe(read().trim().split("\n").length);
      expect(machine.events().length).toBeGreaterThan(10);
      expect(machine.held()).toEqual([]);
    };
  },
});
