import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const FOLDER = fileURLToPath(new URL("..", import.meta.url));
const RECORDER = new URL("./fixtures/recorder.node-test.ts", import.meta.url);
const LEAKS_TIMER = new URL("./fixtures/leaks-timer.node-test.ts", import.meta.url);

/** Runs a test file by node:test, as outside of vitest. */
function runByNode(url: URL) {
  const file = fileURLToPath(url);
  const { VITEST: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  const args = ["--import", "tsx", "--conditions=@aux/source", "--test", "--test-reporter=tap", file];
  return spawnSync(process.execPath, args, { cwd: FOLDER, env, encoding: "utf8", timeout: 50_000 });
}

describe("the contract suite under node:test", () => {
  it("passes for a well-behaved auxiliary, without being given describe and it", () => {
    const { status, stdout } = runByNode(RECORDER);
    expect(stdout).toContain("ok 1 - Recorder as an auxiliary");
    expect(stdout).toMatch(/^# pass 26$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
    expect(status).toBe(0);
  });

  it("fails for one that leaks a timer, and names the line that made it", () => {
    const { status, stdout } = runByNode(LEAKS_TIMER);
    expect(stdout).toMatch(/not ok \d+ - leaves no timer, socket or other handle behind/);
    expect(stdout).toMatch(/1 × timer, made at LeaksTimer\.start \(.*broken-auxiliaries\.ts:\d+:\d+\)/);
    expect(status).toBe(1);
  });
});
