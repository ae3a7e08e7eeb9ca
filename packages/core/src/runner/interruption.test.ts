import { describe, expect, it } from "vitest";
import { auxiliary, never } from "../../test/given-auxiliary.ts";
import { codesOf, only, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary } from "../index.ts";

describe("an interruption", () => {
  it("ends a start that heeds its signal, leaves out the rest, and stops what had started", async () => {
    const interruption = new AbortController();
    class Waits extends Auxiliary {
      async start() {
        interruption.abort();
        await new Promise((_, reject) => {
          const { signal } = this;
          if (signal.aborted) reject(signal.reason as Error);
          signal.addEventListener("abort", () => reject(signal.reason as Error));
        });
        return true;
      }
      stop() {
        return true;
      }
    }
    const runner = temporaryRunner(
      [
        { Class: auxiliary(), name: "a" },
        { Class: Waits, name: "b" },
        { Class: auxiliary(), name: "c" },
      ],
      { signal: interruption.signal },
    );
    await expect(runner.start()).rejects.toMatchObject({ code: "AUX_ABORTED" });
    const record = await runner.stop();
    expect(record.outcome).toBe("interrupted");
    expect(record.auxiliaries.map(({ state }) => state)).toEqual(["stopped", "failed", "skipped"]);
    expect(codesOf(record.auxiliaries[1] ?? { problems: [] })).toEqual(["AUX_ABORTED"]);
  });

  it("does not spoil the signal of stop()", async () => {
    const interruption = new AbortController();
    const seen: boolean[] = [];
    class Module extends Auxiliary {
      start() {
        return true;
      }
      stop() {
        seen.push(this.signal.aborted);
        return true;
      }
    }
    const runner = temporaryRunner([Module], { signal: interruption.signal });
    await runner.start();
    interruption.abort();
    expect(await runner.stop()).toMatchObject({ outcome: "interrupted" });
    expect(seen).toEqual([false]);
  });

  it("at once ends every wait", async () => {
    const kill = new AbortController();
    const runner = temporaryRunner([auxiliary({ stop: never })], { killSignal: kill.signal });
    await runner.start();
    const stopped = runner.stop();
    kill.abort();
    expect(only(await stopped).problems).toMatchObject([
      { code: "AUX_ABORTED", message: "given.stop() was cut short: the run was ended at once" },
    ]);
  });
});
