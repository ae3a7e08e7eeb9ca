import { expect, it } from "vitest";
import { describeLeft } from "./describe-left.ts";

it("names what a killed run has left, and how to end it", () => {
  expect(describeLeft({ pid: 4_194_304, name: "qemu (process 4194304)" })).toMatchObject({
    code: "AUX_RECOVER_LEFT",
    message: "qemu (process 4194304) of the killed run could not be ended",
    remedy: expect.stringContaining("kill -KILL 4194304"),
  });
});
