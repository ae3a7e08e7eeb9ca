import { join } from "node:path";
import { Auxiliary, AuxiliaryRunner } from "../src/index.ts";

/** Runs the given program as a tool, says its pid, and waits to be killed. */
const [file = "", folder = ""] = process.argv.slice(2);

class Runs extends Auxiliary {
  async start() {
    const tool = await this.tool(file, [], { ready: /^ready$/ });
    console.log(tool.pid);
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
setInterval(() => {}, 1_000);
