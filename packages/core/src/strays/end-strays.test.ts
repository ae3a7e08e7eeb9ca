import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { only, temporaryFolder, temporaryRunner } from "../../test/temporary-run.ts";
import {
  Auxiliary,
  type AuxiliaryRunner,
  findProcess,
  killGroup,
  type RunnerOptions,
  spawnGuarded,
} from "../index.ts";

const SLOW = { timeout: 60_000 };
const SLEEPS = "exec sleep 100 >/dev/null 2>&1";

/** Starts a module whose program has a child in a session of its own. */
async function startWithChild(
  child: string,
  options: Partial<RunnerOptions> = {},
): Promise<{ readonly runner: AuxiliaryRunner; readonly child: number }> {
  const path = join(temporaryFolder(), "starter");
  writeFileSync(path, `#!/bin/sh\n${child} &\nexec sleep 100\n`);
  chmodSync(path, 0o700);
  const seen = { log: "" };
  class Recorder extends Auxiliary {
    async start() {
      const tool = await this.tool(path, [], { ready: /^child \d+$/ });
      seen.log = readFileSync(tool.logPath ?? "", "utf8");
      return true;
    }
    stop() {
      return true;
    }
  }
  const runner = temporaryRunner([Recorder], options);
  await runner.start();
  const pid = Number(/child (\d+)/.exec(seen.log)?.[1]);
  onTestFinished(() => void killGroup(pid, "SIGKILL"));
  expect(findProcess(pid)?.sessionId).toBe(pid);
  return { runner, child: pid };
}

const daemon = (script: string) => `setsid sh -c '${script}'`;

/** The shell, until it has become `sleep`. */
const nameOf = (pid: number) => expect.stringMatching(`^(sh|sleep) .process ${pid}.$`);

describe("what outlives its program", () => {
  it("is ended at the end of the run, in a session of its own, too, and named", SLOW, async () => {
    const { runner, child } = await startWithChild(daemon(`echo "child $$"; ${SLEEPS}`));
    const record = await runner.stop();
    expect(findProcess(child)).toBeUndefined();
    expect(record.strays).toEqual([{ process: nameOf(child), program: "starter", auxiliary: "recorder" }]);
    expect(record.problems).toEqual([]);
    expect(only(record)).toMatchObject({ state: "stopped", problems: [] });
  });

  it("is ended by force when it does not listen, and without a record, too", SLOW, async () => {
    const deaf = daemon('trap "" TERM; echo "child $$"; exec sleep 100 >/dev/null 2>&1');
    const { runner, child } = await startWithChild(deaf, { record: false });
    expect((await runner.stop()).strays).toMatchObject([{ process: nameOf(child) }]);
    expect(findProcess(child)).toBeUndefined();
  });

  it("is no word worth when it ends by itself soon after", SLOW, async () => {
    const helper = 'echo "child $$"; while kill -0 $PPID; do sleep 0.01; done 2>/dev/null';
    const { runner, child } = await startWithChild(`(setsid -w sh -c '${helper}')`);
    const record = await runner.stop();
    expect(record.strays).toBeUndefined();
    expect(findProcess(child)).toBeUndefined();
  });

  it("is left alone when it is another run's, started inside of this one", SLOW, async () => {
    const nested = daemon(`echo "child $$"; ${SLEEPS}`);
    const { runner, child } = await startWithChild(`AUXILIARY_RUN=another-run ${nested}`);
    expect((await runner.stop()).strays).toBeUndefined();
    expect(findProcess(child)).toBeDefined();
  });

  it("is no program of the run that goes on", SLOW, async () => {
    const { runner } = await startWithChild(daemon(`echo "child $$"; ${SLEEPS}`));
    const { pid = 0 } = spawnGuarded("/bin/sleep", ["100"], { journal: runner.journal });
    onTestFinished(() => void killGroup(pid, "SIGKILL"));
    await runner.stop();
    expect(findProcess(pid)).toBeDefined();
  });
});
