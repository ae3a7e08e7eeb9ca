import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readFrames } from "../../guest/compare/read-frames.ts";
import { countFigures } from "../figures/count-figures.ts";
import { readScale } from "../figures/scale.ts";
import { findRecordFaults } from "../record/find-record-faults.ts";
import { Stage } from "../scenarios/stage.ts";

const ANALYSES = readScale("FAULT_ANALYSES", 50);
const GONE_MS = 2_000;
const TEST_MS = 180_000;
const RECORDER = `
async start() {
  const script = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.1; done";
  await this.tool("sh", ["-c", script], { name: "recorder", ready: /^ready$/, readyTimeoutMs: 60_000 });
  return true;
}
stop() { return true; }
`;
const NOTES = `
start() { this.log.info("here"); this.onCleanup(() => {}); return true; }
stop() { return true; }
`;

it(
  `${ANALYSES} analyses at once, three modules each, take a folder each and are whole`,
  async () => {
    using stage = new Stage();
    stage.project.addModule("recorder", RECORDER).addModule("notes", NOTES);
    // On a machine with two processors fifty tcpdumps take turns: what counts is that none is lost, not how fast.
    stage.configure(
      "[sniffer]\ninterface = lo\nstart_timeout = 90\nstop_timeout = 90\n[recorder]\nstart_timeout = 90\n[notes]\n",
    );
    const analyses = Array.from({ length: ANALYSES }, () =>
      stage.auxiliary(["run", "--strict", ...stage.traffic(300)]),
    );
    const seen = await Promise.all(analyses);
    expect(seen.filter(({ code }) => code !== 0)).toEqual([]);
    const ids = readdirSync(join(stage.path, "storage/analysis")).filter((name) => /^\d+$/.test(name));
    expect(ids.map(Number).sort((a, b) => a - b)).toEqual(seen.map((_, index) => index + 1));
    for (const id of ids) {
      const record = stage.project.record(id);
      expect(findRecordFaults(record)).toEqual([]);
      expect(record.auxiliaries.map(({ state }) => state)).toEqual(["stopped", "stopped", "stopped"]);
      expect(readFrames(join(record.folder, "dump.pcap")).length).toBeGreaterThan(0);
    }
    await expect.poll(() => stage.listProcesses(), { timeout: GONE_MS }).toEqual([]);
    expect(stage.listTemporary()).toEqual([]);
    countFigures({ "analyses at once": ANALYSES });
  },
  TEST_MS,
);
