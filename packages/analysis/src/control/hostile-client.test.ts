import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ControlledTestRun, dial, say, temporaryFolder } from "../../test/controlled-run.ts";
import { analysisStatus } from "./analysis-status.ts";
import { stopAnalysis } from "./stop-analysis.ts";

const begin = () => new ControlledTestRun(join(temporaryFolder(), "1")).underWay();

/** The run still answers, and still ends as it should. */
async function assertWell({ analysisPath }: ControlledTestRun): Promise<void> {
  expect((await analysisStatus(analysisPath)).state).toBe("running");
  expect((await stopAnalysis(analysisPath)).outcome).toBe("completed");
}

describe("the control socket", () => {
  it.each([
    ["garbage", "\0\xff{{{\n", "no JSON object"],
    ["a list", "[]\n", "no JSON object"],
    ["another version", '{"auxiliary":2,"do":"stop"}\n', "version is 2"],
    ["an unknown request", '{"auxiliary":1,"do":"__proto__"}\n', "cannot be asked to"],
    ["an unknown hook", '{"auxiliary":1,"do":"notify","hook":"constructor"}\n', "no hook"],
    ["a line without end", "x".repeat(5_000), "more than 4096 bytes"],
  ])("refuses %s with a reason", async (_, words, reason) => {
    const run = await begin();
    const answer = JSON.parse(await say(run.analysisPath, words));
    expect(answer).toMatchObject({ auxiliary: 1, ok: false, problem: { code: "AUX_CONTROL_REFUSED" } });
    expect(answer.problem.message).toContain(reason);
    await assertWell(run);
  });

  it("answers in one line, to whoever has closed the writing half, too", async () => {
    const run = await begin();
    const socket = await dial(run.analysisPath);
    socket.end('{"auxiliary":1,"do":"status","unknown":true}\n');
    let heard = "";
    for await (const piece of socket) heard += String(piece);
    expect(heard.indexOf("\n")).toBe(heard.length - 1);
    expect(JSON.parse(heard)).toMatchObject({ auxiliary: 1, ok: true, pid: process.pid });
    await assertWell(run);
  });

  it("minds neither half a line, nor one that never reads, nor one that goes away", async () => {
    const run = await begin();
    (await dial(run.analysisPath)).write('{"auxiliary":1,');
    const deaf = await dial(run.analysisPath);
    deaf.pause().write('{"auxiliary":1,"do":"status"}\n');
    (await dial(run.analysisPath)).destroy();
    const flood = await dial(run.analysisPath);
    flood.write(`{"auxiliary":1,"do":"status"}\n${"x".repeat(1_000_000)}`);
    await assertWell(run);
  });

  it("answers among thousands of connections, most of them silent", async () => {
    const run = await begin();
    for (let batch = 0; batch < 20; batch++) {
      await Promise.all(Array.from({ length: 100 }, () => dial(run.analysisPath)));
      expect((await analysisStatus(run.analysisPath)).state).toBe("running");
    }
    await delay(10);
    await assertWell(run);
  });
});
