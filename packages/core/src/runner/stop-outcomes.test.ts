import { describe, expect, it } from "vitest";
import { answers, auxiliary, never, throws } from "../../test/given-auxiliary.ts";
import { codesOf, runThrough, temporaryRunner } from "../../test/temporary-run.ts";

describe("a stop", () => {
  it.each([
    ["returns false", answers(false), "AUX_STOP_FALSE"],
    ["throws", throws("no luck"), "AUX_STOP_FAILED"],
    ["rejects", () => Promise.reject(new Error("no luck")), "AUX_STOP_FAILED"],
    ["returns a text", answers("yes"), "AUX_STOP_NOT_BOOLEAN"],
    ["never settles", never, "AUX_STOP_TIMEOUT"],
  ])("that %s leaves the module degraded, with a code, and the others are stopped", async (_, stop, code) => {
    const record = await runThrough([
      { Class: auxiliary(), name: "before" },
      { Class: auxiliary({ stop }), name: "middle", stopTimeoutMs: 50 },
      { Class: auxiliary(), name: "z" },
    ]);
    expect(record.auxiliaries.map(({ state }) => state)).toEqual(["stopped", "degraded", "stopped"]);
    expect(codesOf(record.auxiliaries[1] ?? { problems: [] })).toEqual([code]);
  });

  it("is called in the reverse of the start, only for what started, once each", async () => {
    const calls: string[] = [];
    const named = (name: string, starts = true) => ({
      name,
      Class: auxiliary({
        start: () => {
          calls.push(`start ${name}`);
          return starts;
        },
        stop: () => calls.push(`stop ${name}`) > 0,
      }),
    });
    const runner = temporaryRunner([named("c"), named("b", false), named("a")]);
    await Promise.all([runner.start(), runner.start()]);
    const [first, second] = await Promise.all([runner.stop(), runner.stop()]);
    expect(calls).toEqual(["start a", "start b", "start c", "stop c", "stop a"]);
    expect(first).toBe(second);
  });
});
