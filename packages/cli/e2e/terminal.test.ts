import { afterEach, describe, expect, it } from "vitest";
import { BIN_PATH, BODIES, TemporaryProject } from "./temporary-project.ts";

let project = new TemporaryProject();
afterEach(() => project.remove());

const SLOW = `async start() { await new Promise((done) => setTimeout(done, 250)); return true; }
async stop() { await new Promise((done) => setTimeout(done, 150)); return true; }`;

/** Runs in a terminal of script(1), and returns all that was written to it. */
async function runInTerminal(
  env: NodeJS.ProcessEnv = {},
  command = "sh -c 'echo MINE; sleep 0.3; echo STILL MINE'",
) {
  project.remove();
  project = new TemporaryProject("[slow]\norder = 2\n[noop]\n[failing]\n")
    .addModule("slow", SLOW)
    .addModule("noop", BODIES.working)
    .addModule("failing", BODIES.failing);
  const line = `stty cols 100 rows 30; ${process.execPath} ${BIN_PATH} run -- ${command}`;
  const { code, stdout } = await project.start("script", ["-qec", line, "/dev/null"], env).finished;
  return { code, stdout, screen: replay(stdout) };
}

/** What a person sees at the end: carriage returns, cursor movements and erasures obeyed, colours dropped. */
function replay(written: string): string[] {
  const lines = [""];
  let row = 0;
  let column = 0;
  for (const [token, move] of written.matchAll(/\p{Cc}\[[0-9;]*([A-Za-z])|[\r\n]|\P{Cc}/gu)) {
    const line = lines[row] ?? "";
    if (token === "\r") column = 0;
    else if (token === "\n") lines[++row] ??= "";
    else if (move === "A") row -= Number(token.slice(2, -1));
    else if (move === "K" || move === "J") lines[row] = line.slice(0, column);
    else if (move === undefined)
      lines[row] = line.slice(0, column).padEnd(column++) + token + line.slice(column);
    if (move === "J") lines.length = row + 1;
  }
  return lines.map((line) => line.trimEnd());
}

describe("auxiliary run on a terminal", () => {
  it("shows one line per module, updated in place while they start and while they stop", async () => {
    const { code, screen, stdout } = await runInTerminal();
    expect(code).toBe(0);
    const command = screen.indexOf("MINE");
    expect(screen.slice(0, command)).toMatchObject([
      expect.stringMatching(/✗ failing +failed +\d+ ms +failing\.start\(\) threw: no capture device/),
      expect.stringMatching(/● noop +running +\d+ ms/),
      expect.stringMatching(/● slow +running +0\.\d s/),
    ]);
    const summary = screen.findIndex((line) => line.startsWith("auxiliary: analysis completed"));
    expect(screen.slice(command, summary)).toMatchObject([
      "MINE",
      "STILL MINE",
      expect.stringMatching(/✓ noop +stopped +\d+ ms/),
      expect.stringMatching(/✓ slow +stopped +0\.\d s/),
    ]);
    expect(stdout).toMatch(/slow +\p{Cc}\[2mstarting/u);
  });

  it("writes nothing while the command owns the terminal", async () => {
    const { stdout } = await runInTerminal();
    expect(stdout).toContain("MINE\r\nSTILL MINE\r\n");
  });

  it("has colours, and none where NO_COLOR is set", async () => {
    expect((await runInTerminal()).stdout).toContain("\x1b[32m");
    expect((await runInTerminal({ NO_COLOR: "1" })).stdout).not.toMatch(/\p{Cc}\[\d*m/u);
  });

  it("hands the terminal on to the command", async () => {
    const { screen } = await runInTerminal({}, "test -t 1");
    expect(screen.join("\n")).toContain("exit code 0");
  });
});
