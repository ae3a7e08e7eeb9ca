import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToolExit } from "@aux/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeCapture } from "./capture-verdict.ts";

/** Three packets of 4 bytes, little-endian. */
const FILE = Buffer.concat([
  Buffer.from("d4c3b2a1020004000000000000000000000004000100000000".slice(0, 48), "hex"),
  ...[1, 2, 3].map(() => Buffer.from("0000000000000000040000000400000061626364", "hex")),
]);

function buildExit(captured: number, received: number, dropped: number, expected = true): ToolExit {
  const lastWords = [
    `${captured} packets captured`,
    `${received} packets received by filter`,
    `${dropped} packets dropped by kernel`,
  ];
  return { code: 0, signal: null, lastWords, expected };
}

describe("judgeCapture", () => {
  let path: string;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "verdict-"));
    path = join(folder, "dump.pcap");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function judge(exit: ToolExit, content: Uint8Array = FILE) {
    writeFileSync(path, content);
    const { figures, problems } = await judgeCapture(exit, path);
    return {
      figures,
      codes: problems.map((problem) => problem.code),
      messages: problems.map((problem) => problem.message),
    };
  }

  it("finds a whole capture whole", async () => {
    expect(await judge(buildExit(3, 4, 0))).toMatchObject({
      figures: { packetsCaptured: 3, packetsReceived: 4, packetsDropped: 0, packetsInFile: 3 },
      codes: [],
    });
  });

  it("says how many packets the kernel dropped", async () => {
    const { codes, messages } = await judge(buildExit(3, 10, 7));
    expect(codes).toEqual(["AUX_SNIFFER_KERNEL_DROPPED"]);
    expect(messages[0]).toBe("the kernel dropped 7 of 10 packets");
  });

  it("says how many packets the file lacks, where the disk has room", async () => {
    const { codes, messages } = await judge(buildExit(5, 5, 0));
    expect(codes).toEqual(["AUX_SNIFFER_FILE_SHORT"]);
    expect(messages[0]).toContain("holds 3 packets, 2 fewer than were captured");
  });

  it("says nothing of a record that is cut short: that is said of all artifacts", async () => {
    const { codes, figures } = await judge(buildExit(2, 2, 0), FILE.subarray(0, -1));
    expect({ codes, packets: figures.packetsInFile }).toEqual({ codes: [], packets: 2 });
  });

  it("says that tcpdump ended without its statistics, unless its death was reported already", async () => {
    const silent: ToolExit = { code: 0, signal: null, lastWords: [], expected: true };
    expect((await judge(silent)).codes).toEqual(["AUX_SNIFFER_NO_STATISTICS"]);
    const killed = await judge({ ...silent, code: null, signal: "SIGKILL", expected: false });
    expect(killed).toMatchObject({ codes: [], figures: { packetsInFile: 3 } });
  });

  it("says that the file is no pcap", async () => {
    const { codes, figures } = await judge(buildExit(3, 3, 0), Buffer.alloc(100, "x"));
    expect(codes).toEqual(["AUX_SNIFFER_FILE_UNREADABLE"]);
    expect(figures).toEqual({ packetsCaptured: 3, packetsReceived: 3, packetsDropped: 0 });
  });
});
