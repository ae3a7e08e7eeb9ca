import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countPcapRecords, NotPcapError } from "./pcap-count.ts";

interface Format {
  readonly isLittleEndian: boolean;
  readonly magic: number;
}

const FORMATS: readonly Format[] = [true, false].flatMap((isLittleEndian) =>
  [0xa1b2c3d4, 0xa1b23c4d].map((magic) => ({ isLittleEndian, magic })),
);

function buildHeader({ isLittleEndian, magic }: Format, snaplen = 262_144, linkType = 1): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, magic, isLittleEndian);
  view.setUint16(4, 2, isLittleEndian);
  view.setUint16(6, 4, isLittleEndian);
  view.setUint32(16, snaplen, isLittleEndian);
  view.setUint32(20, linkType, isLittleEndian);
  return new Uint8Array(view.buffer);
}

function buildRecord({ isLittleEndian }: Format, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(16 + length));
  view.setUint32(8, length, isLittleEndian);
  view.setUint32(12, length, isLittleEndian);
  return new Uint8Array(view.buffer).fill(0x5a, 16);
}

/** A repeatable sequence of numbers from 0 to below 1 (mulberry32). */
function buildRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe("countPcapRecords", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pcap-count-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(...parts: readonly Uint8Array[]): string {
    const path = join(folder, "dump.pcap");
    writeFileSync(path, Buffer.concat(parts));
    return path;
  }

  for (const format of FORMATS) {
    const name = `${format.isLittleEndian ? "little" : "big"}-endian, magic ${format.magic.toString(16)}`;

    it(`counts what is in a file of any shape, cut anywhere: ${name}`, async () => {
      const random = buildRandom(format.magic);
      for (let round = 0; round < 40; round += 1) {
        const lengths = Array.from({ length: Math.floor(random() * 40) }, () =>
          Math.floor(random() ** 3 * 262_145),
        );
        const parts = [buildHeader(format), ...lengths.map((length) => buildRecord(format, length))];
        const whole = Buffer.concat(parts);
        const ends = parts.map((_, index) => Buffer.concat(parts.slice(0, index + 1)).length);
        const bytes = round % 2 === 0 ? whole.length : 24 + Math.floor(random() * (whole.length - 24));
        const packets = ends.filter((end) => end <= bytes).length - 1;
        const expected = { packets, bytes, isCutShort: !ends.includes(bytes), linkType: 1, snaplen: 262_144 };
        expect(await countPcapRecords(write(whole.subarray(0, bytes)))).toEqual(expected);
      }
    });
  }

  const [format = { isLittleEndian: true, magic: 0xa1b2c3d4 }] = FORMATS;

  it("reads the link type without the bits about check sequences", async () => {
    const path = write(buildHeader(format, 96, 0x5400_0114));
    expect(await countPcapRecords(path)).toEqual({
      packets: 0,
      bytes: 24,
      isCutShort: false,
      linkType: 276,
      snaplen: 96,
    });
  });

  it("says that a file is cut which ends inside its header, or is empty", async () => {
    const cut = { packets: 0, isCutShort: true };
    expect(await countPcapRecords(write(buildHeader(format).subarray(0, 23)))).toEqual({ ...cut, bytes: 23 });
    expect(await countPcapRecords(write())).toEqual({ ...cut, bytes: 0 });
  });

  it("stops counting where a record is longer than a packet can be", async () => {
    const garbage = buildRecord(format, 262_145);
    const path = write(buildHeader(format), buildRecord(format, 60), garbage, buildRecord(format, 60));
    expect(await countPcapRecords(path)).toMatchObject({ packets: 1, isCutShort: true });
  });

  it("refuses a file of another kind", async () => {
    await expect(countPcapRecords(write(Buffer.alloc(100, "pcapng?")))).rejects.toThrow(NotPcapError);
  });

  it("fails with the system's reason for a file that is not there", async () => {
    await expect(countPcapRecords(join(folder, "none.pcap"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("ends at once when it is told to", async () => {
    const path = write(buildHeader(format), buildRecord(format, 60));
    await expect(countPcapRecords(path, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  });
});
