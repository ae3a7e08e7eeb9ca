import { describe, expect, it } from "vitest";
import { type ByteSource, type Decoding, runDecoding } from "./decoding.ts";
import { TimeSlice } from "./time-slice.ts";

const zeros: ByteSource = {
  take: (count) => Buffer.alloc(count),
  wait: (count) => Promise.resolve(Buffer.alloc(count)),
};

describe("a decoding whose bytes are all there", () => {
  it("lets the event loop turn in between", async () => {
    let turns = 0;
    const turn = setInterval(() => {
      turns += 1;
    }, 1);
    const lateMs = performance.now() + 10_000;
    function* busy(): Decoding {
      while (turns < 10 && performance.now() < lateMs) yield 1;
    }
    await runDecoding(busy(), zeros, new TimeSlice());
    clearInterval(turn);
    expect(turns).toBe(10);
  });
});
