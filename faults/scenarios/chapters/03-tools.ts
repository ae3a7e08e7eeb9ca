import type { Chapter, Scenario } from "../scenario.ts";

/** A module that runs one program, as a third party writes it. */
const RECORDER = `
async start() {
  const { program, ready } = this.options;
  await this.tool(program, [], { name: "recorder", ready: new RegExp(ready ?? "^ready$"), readyTimeoutMs: 1_000, stopTimeoutMs: 1_000 });
  return true;
}
stop() { return true; }
`;

const FOREVER = "while :; do sleep 0.05; done";
const OBEYS = "trap 'exit 0' TERM";

/** The analysis of a module whose program behaves as the lines say. */
function program(name: string, what: string, lines: readonly string[]): Scenario {
  return {
    name,
    what,
    act: async (stage) => {
      const path = stage.writeProgram("recorder", lines);
      stage.project.addModule("recorder", RECORDER);
      stage.configure(`[recorder]\nprogram = ${path}\n`);
      return [await stage.auxiliary(["run", "--", "sleep", "1"])];
    },
  };
}

export const chapter: Chapter = {
  title: "Programs that a module runs",
  about:
    "A module of a third party runs a program, `recorder`, through `this.tool`. Every module's program is watched so.",
  scenarios: [
    {
      name: "The program is not there",
      what: "The section names a program that is not on this host.",
      act: async (stage) => {
        stage.project.addModule("recorder", RECORDER);
        stage.configure("[recorder]\nprogram = no-such-recorder\n");
        return [await stage.auxiliary(["run", "--", "true"])];
      },
    },
    program("The program ends before it is ready", "It says why, and exits with 3.", [
      'echo "recorder: no capture device" >&2',
      "exit 3",
    ]),
    program("The program does not get ready", "It runs, but never says that it works.", [
      OBEYS,
      "echo loading",
      FOREVER,
    ]),
    program("The program ends during the analysis", "It had been ready, and then gave up.", [
      "echo ready",
      "sleep 0.2",
      'echo "recorder: lost the device" >&2',
      "exit 4",
    ]),
    program("The program ignores SIGTERM", "It is asked to end, does not, and is killed at its deadline.", [
      "trap '' TERM INT HUP",
      "echo ready",
      FOREVER,
    ]),
    program(
      "The program floods its output",
      "It writes as fast as it can: the log is capped, and aux goes on.",
      [OBEYS, "echo ready", "while :; do echo all work and no play makes a dull log; done"],
    ),
    program("The program leaves a child behind", "It starts a child in its own group and ends without it.", [
      "sleep 300 &",
      OBEYS,
      "echo ready",
      FOREVER,
    ]),
    program(
      "The program forks a daemon",
      "It starts a child in a session of its own, which no signal to its group reaches.",
      ["setsid sleep 300 >/dev/null 2>&1 </dev/null &", OBEYS, "echo ready", FOREVER],
    ),
  ],
};
