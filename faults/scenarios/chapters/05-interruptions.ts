import type { Chapter } from "../scenario.ts";

const STUBBORN = ["--", "sh", "-c", "trap '' TERM; echo traffic begins; while :; do sleep 0.05; done"];

export const chapter: Chapter = {
  title: "Interruptions",
  about: "Somebody wants the analysis to end before it is over.",
  scenarios: [
    {
      name: "One SIGINT (Ctrl-C)",
      what: "The analysis ends in order: whatever was captured is kept.",
      act: async (stage) => {
        const { running, seen } = stage.launch(["run", ...stage.traffic(10_000)]);
        await running.says("traffic begins");
        running.child.kill("SIGINT");
        return [await seen];
      },
    },
    {
      name: "SIGTERM twice",
      what: "The analysed command ignores the first one; the second one ends everything at once.",
      act: async (stage) => {
        const { running, seen } = stage.launch(["run", ...STUBBORN]);
        await running.says("traffic begins");
        running.child.kill("SIGTERM");
        await running.says("ending the analysis in order");
        running.child.kill("SIGTERM");
        return [await seen];
      },
    },
  ],
};
