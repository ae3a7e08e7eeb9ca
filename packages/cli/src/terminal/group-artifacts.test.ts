import { describe, expect, it } from "vitest";
import { groupArtifacts } from "./group-artifacts.ts";

const artifact = (path: string, kind: string) => ({ path, kind, bytes: 1024, sha256: "00" });

describe("groupArtifacts", () => {
  it("gives a line to each file, and one to many of a kind in one folder", () => {
    const shots = Array.from({ length: 42 }, (_, index) =>
      artifact(`shots/${String(index + 1).padStart(4, "0")}.png`, "png"),
    );
    expect(
      groupArtifacts([artifact("shots/index.json", "json"), ...shots, artifact("dump.pcap", "pcap")]),
    ).toEqual([
      { where: "shots/index.json", what: "json, 1.0 KiB" },
      { where: "shots/0001.png … 0042.png", what: "42 png, 42 KiB" },
      { where: "dump.pcap", what: "pcap, 1.0 KiB" },
    ]);
  });

  it("says few of them one by one", () => {
    const few = ["a.png", "b.png", "c.png"].map((path) => artifact(path, "png"));
    expect(groupArtifacts(few)).toHaveLength(3);
  });
});
