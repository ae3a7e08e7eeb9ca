import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-run.ts";
import { countPackets } from "./count-packets.ts";
import { examineArtifact } from "./examine-artifact.ts";

const HEADER = Buffer.from("d4c3b2a1020004000000000000000000000004000100000000".slice(0, 48), "hex");
const PACKET = Buffer.from("0000000000000000040000000400000061626364", "hex");
const CAPTURE = Buffer.concat([HEADER, PACKET, PACKET, PACKET]);

const sha256 = (data: Buffer) => createHash("sha256").update(data).digest("hex");
const summary = ({ bytes, sha }: { bytes: number; sha: string }) => ({ bytes, sha256: sha });

function write(path: string, data: Buffer): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "net"));
  writeFileSync(join(folder, path), data);
  return folder;
}

describe("examineArtifact", () => {
  it("counts the packets of a capture and finds it whole", async () => {
    const folder = write("net/dump.pcap", CAPTURE);
    expect(await examineArtifact(folder, { path: "net/dump.pcap", kind: "pcap" })).toEqual({
      artifacts: [
        {
          path: "net/dump.pcap",
          kind: "pcap",
          ...summary({ bytes: 84, sha: sha256(CAPTURE) }),
          whole: true,
          packets: 3,
        },
      ],
      problems: [],
    });
  });

  it("repairs a capture that is cut short beside the original, and says so", async () => {
    const cut = CAPTURE.subarray(0, -1);
    const folder = write("net/dump.pcap", cut);
    const { artifacts, problems } = await examineArtifact(folder, { path: "net/dump.pcap", kind: "pcap" });
    const whole = CAPTURE.subarray(0, 64);
    expect(artifacts).toEqual([
      {
        path: "net/dump.pcap",
        kind: "pcap",
        ...summary({ bytes: 83, sha: sha256(cut) }),
        whole: false,
        packets: 2,
      },
      {
        path: "net/dump.repaired.pcap",
        kind: "pcap",
        ...summary({ bytes: 64, sha: sha256(whole) }),
        whole: true,
        packets: 2,
        repairOf: "net/dump.pcap",
      },
    ]);
    expect(problems).toMatchObject([{ code: "AUX_ARTIFACT_CUT_SHORT" }]);
    expect(problems[0]?.message).toBe(
      "net/dump.pcap is cut short after 2 whole packets: it ends inside a packet, its last 19 bytes are of no use; what is whole is in net/dump.repaired.pcap",
    );
    expect(readFileSync(join(folder, "net/dump.pcap"))).toEqual(cut);
    expect(readFileSync(join(folder, "net/dump.repaired.pcap"))).toEqual(whole);
    expect(await countPackets(join(folder, "net/dump.repaired.pcap"))).toEqual({
      packets: 2,
      bytes: 64,
      isCutShort: false,
    });
  });

  it("repairs a file of several pieces, and never over a file that is there", async () => {
    const many = Buffer.concat([
      HEADER,
      ...Array.from({ length: 200_000 }, () => PACKET),
      PACKET.subarray(0, 5),
    ]);
    const folder = write("dump.pcap", many);
    writeFileSync(join(folder, "dump.repaired.pcap"), "mine");
    const { artifacts } = await examineArtifact(folder, { path: "dump.pcap", kind: "pcap" });
    expect(artifacts[1]).toMatchObject({
      path: "dump.repaired-2.pcap",
      bytes: many.length - 5,
      packets: 200_000,
    });
    expect(readFileSync(join(folder, "dump.repaired-2.pcap")).equals(many.subarray(0, -5))).toBe(true);
    expect(readFileSync(join(folder, "dump.repaired.pcap"), "utf8")).toBe("mine");
  });

  it("cuts JSON lines back to the last whole one", async () => {
    const folder = write("events", Buffer.from('{"a":1}\n{"b":'));
    const { artifacts, problems } = await examineArtifact(folder, { path: "events", kind: "jsonl" });
    expect(artifacts).toMatchObject([{ whole: false }, { path: "events.repaired", whole: true, bytes: 8 }]);
    expect(problems).toMatchObject([{ code: "AUX_ARTIFACT_CUT_SHORT" }]);
  });

  it("has nothing to repair where nothing is whole", async () => {
    const folder = write("dump.pcap", HEADER.subarray(0, 20));
    const { artifacts, problems } = await examineArtifact(folder, { path: "dump.pcap", kind: "pcap" });
    expect(artifacts).toMatchObject([{ whole: false, packets: 0, bytes: 20 }]);
    expect(problems[0]?.message).toContain("nothing in it is whole");
    expect(readdirSync(folder).sort()).toEqual(["dump.pcap", "net"]);
  });

  it.each([
    ["picture.png", "png", "it begins like no PNG file"],
    ["answer.json", "json", "it is no JSON from its byte 0 on"],
    ["dump.pcap", "pcap", "it begins like no capture of packets"],
  ])("says that %s is not what its kind says", async (path, kind, fault) => {
    const folder = write(path, Buffer.from("something else"));
    const { artifacts, problems } = await examineArtifact(folder, { path, kind });
    expect(artifacts).toMatchObject([{ path, whole: false, bytes: 14 }]);
    expect(problems).toMatchObject([
      { code: "AUX_ARTIFACT_INVALID", message: `${path} is not whole: ${fault}` },
    ]);
  });

  it("measures a kind that it does not know, and says nothing of whether it is whole", async () => {
    const folder = write("a.csv", Buffer.from("a"));
    const { artifacts } = await examineArtifact(folder, { path: "a.csv", kind: "csv" });
    expect(artifacts).toEqual([{ path: "a.csv", kind: "csv", bytes: 1, sha256: sha256(Buffer.from("a")) }]);
  });

  it("reads nothing that leads out of the folder, and nothing that is no file", async () => {
    const folder = write("a", Buffer.from("a"));
    symlinkSync("/etc/hostname", join(folder, "link"));
    symlinkSync("a", join(folder, "inner"));
    const codes = [];
    for (const path of ["../a", "link", "inner", "net", "none", "a\0b"]) {
      const { artifacts, problems } = await examineArtifact(folder, { path, kind: "log" });
      expect(artifacts).toEqual([]);
      codes.push(problems[0]?.code);
    }
    expect(codes).toEqual([
      "AUX_ARTIFACT_OUTSIDE",
      "AUX_ARTIFACT_OUTSIDE",
      "AUX_ARTIFACT_MISSING",
      "AUX_ARTIFACT_MISSING",
      "AUX_ARTIFACT_MISSING",
      "AUX_ARTIFACT_OUTSIDE",
    ]);
  });

  it("ends when it is told to", async () => {
    const folder = write("dump.pcap", CAPTURE);
    const stopped = AbortSignal.abort(new Error("enough"));
    const { problems } = await examineArtifact(folder, { path: "dump.pcap", kind: "pcap" }, stopped);
    expect(problems).toMatchObject([
      { code: "AUX_ARTIFACT_MISSING", message: "dump.pcap cannot be read: enough" },
    ]);
  });

  it("leaves the event loop free while it reads", async () => {
    const packets = Array.from({ length: 1_000_000 }, () => PACKET);
    const folder = write("dump.pcap", Buffer.concat([HEADER, ...packets]));
    let longestMs = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }, 1);
    const { artifacts } = await examineArtifact(folder, { path: "dump.pcap", kind: "pcap" });
    clearInterval(timer);
    expect(artifacts).toMatchObject([{ packets: 1_000_000 }]);
    expect(longestMs).toBeLessThan(1_000);
  });
});
