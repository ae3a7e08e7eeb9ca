import { describe, expect, it } from "vitest";
import { describeLeft } from "./describe-left.ts";

const strays = Array.from({ length: 7 }, (_, index) => ({
  pid: index + 2,
  name: `x (process ${index + 2})`,
}));

describe("what outlived its program and cannot be ended", () => {
  it("is named with the program, whose it was, and how to end it", () => {
    expect(describeLeft({ name: "mitmdump", auxiliary: "proxy" }, strays.slice(0, 2))).toMatchObject({
      code: "AUX_STRAY_LEFT",
      message: "mitmdump of proxy left behind what cannot be ended: x (process 2), x (process 3)",
      remedy: expect.stringMatching(/kill -KILL 2 3$/),
    });
  });

  it("is said shortly, however much it is", () => {
    const { message } = describeLeft({ name: "true" }, strays);
    expect(message).toMatch(/^true left behind .* x \(process 6\) and 2 more$/);
  });
});
