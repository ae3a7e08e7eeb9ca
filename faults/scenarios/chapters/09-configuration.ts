import type { Chapter, Scenario } from "../scenario.ts";

/** A run of a project whose configuration says this. Nothing is started. */
function refused(name: string, what: string, conf: string, words: readonly string[] = []): Scenario {
  return {
    name,
    what,
    analysis: null,
    act: async (stage) => {
      stage.configure(conf);
      return [await stage.auxiliary(["run", ...words, "--", "true"])];
    },
  };
}

export const chapter: Chapter = {
  title: "Configuration and doctor",
  about: "Everything that is wrong is shown at once, with its line, and nothing is started.",
  scenarios: [
    refused(
      "Mistakes in conf/auxiliaries.conf",
      "A key, a value and a section that nobody knows.",
      "[sniffer]\ninterfaces = lo\nsnaplen = many\n\n[snifer]\nenabled = on\n",
    ),
    refused(
      "A task sets what it must not",
      "Who submits a task does not choose which program runs.",
      "[sniffer]\ninterface = lo\n",
      ["--task", '{"id": "7", "options": {"sniffer.tcpdump": "/tmp/mine"}}'],
    ),
    refused(
      "A task's id leads out of the storage folder",
      "The submitter is not trusted.",
      "[sniffer]\ninterface = lo\n",
      ["--task", '{"id": "../../etc"}'],
    ),
    {
      name: "doctor finds what an analysis would find too late",
      what: "The user who will run the analyses may not capture.",
      analysis: null,
      act: async (stage) => {
        const as = ["setpriv", "--bounding-set=-net_raw,-net_admin"];
        return [await stage.auxiliary(["doctor"], { as, from: "stdout" })];
      },
    },
  ],
};
