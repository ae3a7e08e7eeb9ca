import { appendFileSync, chownSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Chapter, Seen } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { untilCaptured, untilQuiet } from "../started-analysis.ts";

const FOLDER = "storage/analysis/1";
const NOBODY = 65534;

/** An analysis whose runner was killed in the middle of it, and whose programs are gone. */
async function killRun(stage: Stage): Promise<Seen> {
  const { running, seen } = stage.launch(["run", ...stage.traffic(10_000)]);
  await running.says("traffic begins");
  await untilCaptured(stage, "1");
  running.child.kill("SIGKILL");
  const killed = await seen;
  await untilQuiet(stage);
  return killed;
}

function edit(stage: Stage, file: string, change: (text: string) => string): void {
  const path = join(stage.path, FOLDER, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

export const chapter: Chapter = {
  title: "Runs that were killed",
  about:
    "The runner itself is killed with SIGKILL, or the power fails. Within 2 s nothing of it runs any more; `auxiliary recover` finishes its record.",
  scenarios: [
    {
      name: "The runner is killed, and recovered",
      what: "`kill -9` of `auxiliary run` in the middle of the analysis, then `auxiliary recover`.",
      isRecovered: true,
      act: async (stage) => [await killRun(stage), await stage.auxiliary(["recover"])],
    },
    {
      name: "The runner is killed, and another run begins",
      what: "`auxiliary run` recovers by itself what was killed before it.",
      isRecovered: true,
      act: async (stage) => {
        await killRun(stage);
        return [await stage.auxiliary(["run", ...stage.traffic(50)])];
      },
    },
    {
      name: "A killed run is looked at before it is recovered",
      what: "`auxiliary status` and `auxiliary stop` of an analysis whose runner is gone.",
      analysis: null,
      act: async (stage) => {
        await killRun(stage);
        const status = await stage.auxiliary(["status", FOLDER], { from: "stdout" });
        return [status, await stage.auxiliary(["stop", FOLDER])];
      },
    },
    {
      name: "The journal is cut in the middle of a line",
      what: "The power failed while a line was written: the whole lines before it are enough.",
      isRecovered: true,
      act: async (stage) => {
        await killRun(stage);
        const path = join(stage.path, FOLDER, "journal.jsonl");
        truncateSync(path, readFileSync(path).length - 20);
        return [await stage.auxiliary(["recover", FOLDER])];
      },
    },
    {
      name: "The journal is damaged",
      what: "Its first line, which says whose run it was, is no longer JSON.",
      analysis: null,
      act: async (stage) => {
        await killRun(stage);
        edit(stage, "journal.jsonl", (text) => `\0\0\0\0${text.slice(4)}`);
        return [await stage.auxiliary(["recover", FOLDER])];
      },
    },
    {
      name: "The record is of a newer version",
      what: "A newer aux wrote it: this one does not guess.",
      analysis: null,
      act: async (stage) => {
        await killRun(stage);
        edit(stage, "auxiliaries.json", (text) => text.replace('"version": 1', '"version": 2'));
        return [await stage.auxiliary(["recover", FOLDER])];
      },
    },
    {
      name: "The journal is of a newer version",
      what: "The same of the journal.",
      analysis: null,
      act: async (stage) => {
        await killRun(stage);
        edit(stage, "journal.jsonl", (text) => text.replace('"journal":1', '"journal":9'));
        return [await stage.auxiliary(["recover", FOLDER])];
      },
    },
    {
      name: "The analysis folder belongs to someone else",
      what: "What is in it could tell root to end any process: it is refused.",
      analysis: null,
      act: async (stage) => {
        await killRun(stage);
        chownSync(join(stage.path, FOLDER), NOBODY, NOBODY);
        return [await stage.auxiliary(["recover", FOLDER])];
      },
    },
    {
      name: "recover of a run that is alive",
      what: "It is refused, with the pid; the run goes on undisturbed.",
      act: async (stage) => {
        const { running, seen } = stage.launch(["run", ...stage.traffic(60_000)]);
        await running.says("traffic begins");
        const refused = await stage.auxiliary(["recover", FOLDER]);
        running.child.kill("SIGINT");
        return [refused, await seen];
      },
    },
    {
      name: "recover of a folder that holds no analysis",
      what: "A wrong path.",
      analysis: null,
      act: async (stage) => {
        appendFileSync(join(stage.path, "notes.txt"), "");
        return [await stage.auxiliary(["recover", "tmp"])];
      },
    },
  ],
};
