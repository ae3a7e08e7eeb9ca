import { expect, it } from "vitest";
import { RelativePointer } from "./relative-pointer.ts";

it("makes places out of steps: into the corner first, then by what is left, in steps that a PS/2 mouse can say", async () => {
  const steps: [number, number][] = [];
  const pointer = new RelativePointer(
    () => ({ width: 801, height: 601 }),
    async (dx, dy) => {
      steps.push([dx, dy]);
    },
  );
  const sum = () => steps.reduce(([x, y], [dx, dy]) => [x + dx, y + dy], [0, 0]);
  await pointer.move({ x: 0.5, y: 0.5 });
  expect(sum()).toEqual([400 - 8_000, 300 - 8_000]);
  steps.length = 0;
  await pointer.move({ x: 1, y: 0 });
  expect(sum()).toEqual([400, -300]);
  expect(Math.max(...steps.flat().map(Math.abs))).toBe(100);
  pointer.forget();
  steps.length = 0;
  await pointer.move({ x: 0, y: 0 });
  expect(sum()).toEqual([-8_000, -8_000]);
});
