import type { Chapter, Scenario } from "../scenario.ts";

const WORKS = "return true;";

interface Body {
  readonly start?: string;
  readonly stop?: string;
  readonly section?: string;
}

/** The analysis of a third party's module whose hooks do this. */
function module(name: string, what: string, { start = WORKS, stop = WORKS, section = "" }: Body): Scenario {
  return {
    name,
    what,
    act: async (stage) => {
      stage.project.addModule("recorder", `async start() { ${start} }\nasync stop() { ${stop} }`);
      stage.configure(`[recorder]\n${section}`);
      return [await stage.auxiliary(["run", "--", "sleep", "0.3"])];
    },
  };
}

export const chapter: Chapter = {
  title: "Modules that misbehave",
  about:
    "A third party's module, `recorder`, does what it should not. The analysis and all other modules go on.",
  scenarios: [
    module("A module throws in its start", "It says what was wrong by throwing.", {
      start: 'throw new Error("no capture device");',
    }),
    module(
      "A module's start never ends",
      "It waits for something without a deadline of its own; `start_timeout = 1`.",
      {
        start: "await new Promise(() => {}); return true;",
        section: "start_timeout = 1\n",
      },
    ),
    module("A module's start answers something else than true or false", "Nobody knows whether it works.", {
      start: 'return "started";',
    }),
    module("A required module does not start", "`required = on`: the analysis does not begin.", {
      start: "return false;",
      section: "required = on\n",
    }),
    module("A module throws in its stop", "What it had acquired is undone all the same.", {
      stop: 'throw new Error("the device is gone");',
    }),
    module("A module's stop never ends", "`stop_timeout = 1`.", {
      stop: "await new Promise(() => {}); return true;",
      section: "stop_timeout = 1\n",
    }),
    module("A module throws where nobody waits for it", "In a timer of its own: the run goes on.", {
      start: 'setTimeout(() => { throw new Error("lost in a timer"); }, 50); return true;',
    }),
    module(
      "A module rejects with something that has no text, where nobody waits for it",
      "As odd as it gets.",
      {
        start: "setTimeout(() => { void Promise.reject(Object.create(null)); }, 50); return true;",
      },
    ),
    module("What a module acquired cannot be undone", "The rest is undone all the same.", {
      start: 'this.onCleanup(() => { throw new Error("port 8080 is still taken"); }); return true;',
    }),
    module("A file that a module promised is not there", "It declared an artifact and did not write it.", {
      start: 'this.artifact("pictures.zip", { kind: "zip" }); return true;',
    }),
    module("A module wants to write outside of the analysis folder", "A path that leads out is refused.", {
      start: 'this.artifact("../../../etc/cron.d/mine", { kind: "text" }); return true;',
    }),
    module(
      "A module's figure is none",
      "It gave what the record cannot hold; the record is written without it.",
      {
        start: 'this.figure("packets", 7n); return true;',
      },
    ),
  ],
};
