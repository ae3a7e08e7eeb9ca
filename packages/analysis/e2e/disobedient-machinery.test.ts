import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_MACHINE, type Machinery, runAnalysis } from "@aux/analysis";
import { Auxiliary } from "@aux/core";
import { afterEach, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "disobedient-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("runAnalysis with a machinery that does not obey", () => {
  it("gives it up after its deadline and five seconds, and stops the auxiliaries", async () => {
    let hasStopped = false;
    class Witness extends Auxiliary {
      start() {
        return true;
      }
      stop() {
        hasStopped = true;
        return true;
      }
    }
    const machinery: Machinery = {
      ended: new Promise(() => {}),
      deadlines: { stopTimeoutMs: 50 },
      revert: () => Promise.resolve(),
      start: () => Promise.resolve(),
      stop: () => new Promise(() => {}),
    };
    const record = await runAnalysis({
      auxiliaries: [Witness],
      task: { id: "1" },
      machine: LOCAL_MACHINE,
      machinery,
      analysisPath: join(folder, "1"),
      timeoutMs: 10,
    });
    expect(record).toMatchObject({ outcome: "failed", problems: [{ code: "AUX_MACHINERY_TIMEOUT" }] });
    expect(record.problems[0]?.message).toContain("had not after 5000 ms");
    expect(hasStopped).toBe(true);
  });
});
