import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary } from "../index.ts";
import { findProcess } from "../process/process-identity.ts";

const DAEMON = `
setsid sh -c 'echo $$ > "$0/daemon.pid"; exec sleep 60' "$0" </dev/null >/dev/null 2>&1 &
while [ ! -s "$0/daemon.pid" ]; do sleep 0.01; done
trap 'exit 0' TERM
echo ready
while :; do sleep 0.02; done
`;

class LeavesDaemon extends Auxiliary {
  async start() {
    await this.tool("sh", ["-c", DAEMON, this.analysisPath], { ready: /^ready$/ });
    return true;
  }
  stop() {
    return true;
  }
}

it("a daemon that a program leaves in a session of its own is ended with the run, and said so", async () => {
  const runner = temporaryRunner([LeavesDaemon]);
  await runner.start();
  const { folder, problems } = await runner.stop();
  const pid = Number(readFileSync(join(folder, "daemon.pid"), "utf8"));
  expect(problems).toMatchObject([
    { code: "AUX_PROGRAM_LEFT", message: expect.stringContaining(`(process ${pid})`) },
  ]);
  expect(findProcess(pid)).toBeUndefined();
});
