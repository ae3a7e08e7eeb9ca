import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LoggedAction } from "@aux/human";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGuest } from "../guest/build-guest.ts";
import { parseInputSeen } from "../guest/compare/input-seen.ts";
import { countPresses, LEFT_SHIFT } from "../guest/compare/linux-keys.ts";
import { Lab } from "../guest/lab/lab.ts";
import { type GuestAnalysis, GuestProject } from "./guest-project.ts";

const FAR_EDGE = 32_767;
const RUN_S = 10;
/** A pixel of the screen, which is all that VNC can tell, in the tablet's units. */
const PIXEL = FAR_EDGE / 400;

describe("what a human does on a real machine", () => {
  let lab: Lab;
  let project: GuestProject;
  beforeAll(async () => {
    const guest = await buildGuest();
    lab = await Lab.open({ busyboxPath: guest.busyboxPath });
    const machine = { name: "booted", index: 0 };
    project = new GuestProject(guest, lab, []);
    const keys = { agent: "on", pointer: "virtio", snapshots: join(project.path, "snapshots") };
    await project.makeSnapshot({ ...machine, keys }, "ready");
    project.configure([{ ...machine, keys: { ...keys, snapshot: "ready" } }]);
  }, 180_000);
  afterAll(async () => {
    project[Symbol.dispose]();
    await lab[Symbol.asyncDispose]();
  });

  const act = async (id: string, section: string) => {
    project.addAuxiliaries(`[human]\nrequired = on\npace = 600\nseed = 34\n${section}`);
    return project.run({ machine: "booted", id, timeoutSeconds: RUN_S });
  };

  it.each([
    ["qmp", 2],
    ["vnc", PIXEL],
  ])("arrives at its input devices, all and nothing else, through %s", async (input, tolerance) => {
    const analysis = await act(input, `input = ${input}\ntext = Hi 9!|a~Z\n`);
    expect(analysis.record.outcome, analysis.output).toBe("timeout");
    const human = analysis.record.auxiliaries.find(({ name }) => name === "human");
    expect(human).toMatchObject({ state: "stopped", problems: [], figures: { seed: 34, input } });
    const actions = readActions(analysis);
    const seen = parseInputSeen(analysis.console);
    const text = actions.map((action) => action.text ?? "").join("");
    const clicks = sum(actions.map((action) => action.clicks ?? 0));
    expect(withoutShift(seen?.keys)).toEqual(withoutShift(countPresses(text)));
    expect(sum(seen?.keys.values() ?? [])).toBe(sum(actions.map(({ presses = 0 }) => presses)));
    expect(seen).toMatchObject({ clicks, held: 0 });
    const last = actions.findLast(({ x }) => x !== undefined);
    expect(Math.abs((seen?.x ?? 0) - (last?.x ?? 0) * FAR_EDGE)).toBeLessThan(tolerance);
    expect(Math.abs((seen?.y ?? 0) - (last?.y ?? 0) * FAR_EDGE)).toBeLessThan(tolerance);
    expect(new Set(actions.map(({ action }) => action))).toEqual(new Set(["move", "click", "type", "enter"]));
    expect(Number(human?.figures.moves)).toBeGreaterThan(50);
  });
});

function readActions({ path }: GuestAnalysis): readonly LoggedAction[] {
  const lines = readFileSync(join(path, "human.jsonl"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as LoggedAction);
}

/** The end may come when Shift is pressed and its letter is not. */
function withoutShift(presses: ReadonlyMap<number, number> = new Map()): ReadonlyMap<number, number> {
  return new Map([...presses].filter(([code]) => code !== LEFT_SHIFT).sort(([one], [other]) => one - other));
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
