import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGuest } from "../guest/build-guest.ts";
import { readActions } from "../guest/compare/compare-input.ts";
import { parseInputSeen } from "../guest/compare/input-seen.ts";
import { countPresses, LEFT_SHIFT } from "../guest/compare/linux-keys.ts";
import { Lab } from "../guest/lab/lab.ts";
import { GuestProject } from "./guest-project.ts";

const FAR_EDGE = 32_767;
const RUN_S = 10;
/** VNC tells whole pixels, and QEMU takes the screen for one pixel larger than it is: in the tablet's units. */
const TWO_PIXELS = (2 * FAR_EDGE) / 400;

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
    ["vnc", TWO_PIXELS],
  ])("arrives at its input devices, all and nothing else, through %s", async (input, tolerance) => {
    const analysis = await act(input, `input = ${input}\ntext = Hi 9!|a~Z\n`);
    expect(analysis.record.outcome, analysis.output).toBe("timeout");
    const human = analysis.record.auxiliaries.find(({ name }) => name === "human");
    expect(human).toMatchObject({ state: "stopped", problems: [], figures: { seed: 34, input } });
    const actions = readActions(join(analysis.path, "human.jsonl"));
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

  it("is nothing where nobody acts, as the guest's agent says", async () => {
    project.addAuxiliaries("");
    const { output } = await project.run({ machine: "booted", id: "asked", ask: ["input"] });
    expect(output).toContain("input -> ok keys none clicks 0 held 0 moves 0 at -1,-1");
  });
});

/** The end may come when Shift is pressed and its letter is not. */
function withoutShift(presses: ReadonlyMap<number, number> = new Map()): ReadonlyMap<number, number> {
  return new Map([...presses].filter(([code]) => code !== LEFT_SHIFT).sort(([one], [other]) => one - other));
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
