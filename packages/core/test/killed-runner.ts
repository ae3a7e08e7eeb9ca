import { join } from "node:path";
import { Auxiliary, AuxiliaryRunner } from "../src/index.ts";

/** Runs the given program as a tool, says its pid, and waits to be killed. */
const [folder = "", file = "", ...args] = process.argv.slice(2);

let pid = 0;

class Runs extends Auxiliary {
  async start() {
    const what = `the file ${join(folder, "1", "acquired")}`;
    this.artifact("saved.txt", { kind: "text" });
    this.onCleanup(() => {}, { what, recover: { remove: join(folder, "1", "acquired") } });
    this.onCleanup(() => {}, { what: "a rule" });
    const tool = await this.tool(file, args, { ready: /ready|listening on/ });
    pid = tool.pid;
    return true;
  }
  stop() {
    return true;
  }
}

const runner = new AuxiliaryRunner({
  auxiliaries: [Runs],
  analysisPath: join(folder, "1"),
  task: { id: "1" },
  machine: { name: "vm1" },
});
await runner.start();
console.log(pid);
setInterval(() => {}, 1_000);
