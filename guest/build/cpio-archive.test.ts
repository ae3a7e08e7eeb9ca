import { describe, expect, it } from "vitest";
import { type ArchiveEntry, buildArchive } from "./cpio-archive.ts";

const ENTRIES: readonly ArchiveEntry[] = [
  { path: "bin", kind: "folder" },
  { path: "bin/tool", kind: "file", content: Buffer.from("#!/bin/sh\n"), isExecutable: true },
  { path: "odd", kind: "file", content: Buffer.from("12345"), isExecutable: false },
  { path: "bin/sh", kind: "link", target: "tool" },
  { path: "console", kind: "device", major: 5, minor: 1 },
];

describe("buildArchive", () => {
  it("begins each header and each content at a multiple of four bytes, and ends with the trailer", () => {
    const archive = buildArchive(ENTRIES);
    const text = archive.toString("latin1");
    const headers = [...text.matchAll(/070701/g)].map(({ index }) => index);
    expect(headers).toHaveLength(ENTRIES.length + 1);
    expect(headers.filter((at) => at % 4 !== 0)).toEqual([]);
    expect(archive.length % 4).toBe(0);
    expect(text.trimEnd()).toContain("TRAILER!!!");
  });

  it("says mode, size, device number and length of the name where the kernel looks for them", () => {
    const device = buildArchive([{ path: "console", kind: "device", major: 5, minor: 1 }]).toString("latin1");
    const fields = Array.from({ length: 13 }, (_, index) => device.slice(6 + 8 * index, 14 + 8 * index));
    expect(fields.map((field) => Number.parseInt(field, 16))).toEqual([
      1, 0o020600, 0, 0, 1, 0, 0, 0, 0, 5, 1, 8, 0,
    ]);
  });

  it("is the same for the same entries", () => {
    expect(buildArchive(ENTRIES).equals(buildArchive(ENTRIES))).toBe(true);
  });
});
