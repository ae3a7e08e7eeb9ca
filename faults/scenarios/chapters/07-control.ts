import type { Chapter } from "../scenario.ts";
import { untilQuiet } from "../started-analysis.ts";

const FOLDER = "storage/analysis/1";

export const chapter: Chapter = {
  title: "Analyses in the background",
  about: "`auxiliary start --detach` begins one, `auxiliary stop` ends it.",
  scenarios: [
    {
      name: "A required module does not start in the background",
      what: "`start` says so itself, and leaves nothing running.",
      act: async (stage) => {
        stage.project.addModule(
          "recorder",
          'start() { throw new Error("no capture device"); }\nstop() { return true; }',
        );
        stage.configure("[recorder]\nrequired = on\n");
        return [await stage.auxiliary(["start", "--detach"])];
      },
    },
    {
      name: "The supervisor is killed",
      what: "The process that kept the analysis is gone when `stop` comes.",
      analysis: null,
      act: async (stage) => {
        await stage.auxiliary(["start", "--detach"]);
        const { pid } = JSON.parse(
          (await stage.auxiliary(["status", "--json", FOLDER], { from: "stdout" })).said,
        );
        process.kill(pid, "SIGKILL");
        await untilQuiet(stage);
        return [await stage.auxiliary(["stop", FOLDER]), await stage.auxiliary(["recover", FOLDER])];
      },
    },
    {
      name: "stop of an analysis that is over",
      what: "It gives the same answer again, from the record.",
      act: async (stage) => {
        await stage.auxiliary(["start", "--detach"]);
        return [await stage.auxiliary(["stop", FOLDER]), await stage.auxiliary(["stop", FOLDER])];
      },
    },
    {
      name: "stop of a folder that holds no analysis",
      what: "A wrong path.",
      analysis: null,
      act: async (stage) => [await stage.auxiliary(["stop", "storage/analysis/9"])],
    },
  ],
};
