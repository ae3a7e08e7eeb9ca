// JavaScript, so that what is measured is the product as it is published and no compiler beside it.
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { AuxiliaryRunner } from "@aux/core";
import { Screenshot } from "@aux/screenshot";

const delays = monitorEventLoopDelay({ resolution: 2 });
let runners = [];

function buildRunner(vnc, folder, index) {
  return new AuxiliaryRunner({
    auxiliaries: [{ Class: Screenshot, name: "screenshot", required: true }],
    analysisPath: join(folder, `${index}`),
    task: { id: `${index}` },
    machine: { name: `vm${index}`, vnc },
  });
}

/** What `watcher.ts` may ask for. */
const ORDERS = {
  start: async ({ vncPaths, folder }) => {
    runners = vncPaths.map((path, index) => buildRunner(path, folder, index));
    await Promise.all(runners.map((runner) => runner.start()));
  },
  measureDelays: async () => {
    delays.enable();
  },
  stop: async () => {
    delays.disable();
    for (const runner of runners) await runner.machineStopping();
    const records = await Promise.all(runners.map((runner) => runner.stop()));
    const problems = records.flatMap(({ auxiliaries }) => auxiliaries.flatMap((one) => one.problems));
    return { delayMs: delays.percentile(99) / 1e6, problems: problems.map(({ message }) => message) };
  },
};

async function obey(order) {
  try {
    return { result: await ORDERS[order.kind](order) };
  } catch (error) {
    return { error: String(error) };
  }
}

process.on("message", (order) => void obey(order).then((answer) => process.send?.(answer)));
process.on("disconnect", () => process.exit());
