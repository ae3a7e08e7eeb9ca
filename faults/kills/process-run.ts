import { join } from "node:path";
import { Stage } from "../scenarios/stage.ts";
import { listUnfinished } from "./judge-killed-run.ts";
import { type Killable, killChild, type StartedRun } from "./killable-run.ts";

/** The kernel hands packets to tcpdump once a second: a shorter run would have nothing to lose. */
const TRAFFIC_MS = 2_000;
const PACKET_BYTES = 200;

/** Real runs with the sniffer around a command that talks on lo, in a network of their own. */
export class ProcessRun implements Killable {
  readonly #stage = new Stage();
  readonly #ids: string[] = [];

  begin(id: string): StartedRun {
    this.#ids.push(id);
    const words = ["run", "--task", JSON.stringify({ id }), ...this.#stage.traffic(TRAFFIC_MS, PACKET_BYTES)];
    const { running } = this.#stage.launch(words);
    return { kill: () => killChild(running.child, running.finished), ended: running.finished };
  }

  async auxiliary(...args: readonly string[]) {
    const { code, said } = await this.#stage.auxiliary(args);
    return { code, said };
  }

  readonly analysisPath = (id: string): string => join(this.#stage.path, "storage/analysis", id);

  listProcesses(): readonly string[] {
    return this.#stage.listProcesses();
  }

  listTemporary(): readonly string[] {
    const unfinished = this.#ids.flatMap((id) => listUnfinished(this.analysisPath(id)));
    return [...this.#stage.listTemporary(), ...unfinished];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stage[Symbol.dispose]();
  }
}
