import { describe, expect, it } from "vitest";
import { settleWithin } from "./settle.ts";

describe("what came of a call", () => {
  it("is its answer, sync or async", async () => {
    expect(await settleWithin(1_000, () => 1)).toEqual({ status: "fulfilled", value: 1 });
    expect(await settleWithin(1_000, async () => 2)).toEqual({ status: "fulfilled", value: 2 });
  });

  it("is what it threw, sync or async", async () => {
    const reason = new Error("no");
    const fail = () => {
      throw reason;
    };
    expect(await settleWithin(1_000, fail)).toEqual({ status: "rejected", reason });
    expect(await settleWithin(1_000, async () => fail())).toEqual({ status: "rejected", reason });
  });

  it("is pending when its time is over", async () => {
    expect(await settleWithin(10, () => new Promise(() => {}))).toEqual({ status: "pending" });
  });
});
