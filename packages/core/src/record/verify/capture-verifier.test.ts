import { describe, expect, it } from "vitest";
import { buildRandom } from "../../../test/random.ts";
import { verifyInPieces } from "../../../test/verify-pieces.ts";
import { CaptureVerifier } from "./capture-verifier.ts";

/** Writes 32-bit numbers in one byte order. */
function words(isLittleEndian: boolean, ...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) {
    if (isLittleEndian) buffer.writeUInt32LE(value, index * 4);
    else buffer.writeUInt32BE(value, index * 4);
  }
  return buffer;
}

/** A file as its units: the first is its header. */
interface Format {
  readonly name: string;
  readonly header: Buffer;
  readonly packet: (length: number) => Buffer;
}

function pcap(isLittleEndian: boolean, magic: number, snaplen = 262_144): Format {
  return {
    name: `${isLittleEndian ? "little" : "big"}-endian pcap, magic ${magic.toString(16)}`,
    header: words(isLittleEndian, magic, 0x0002_0004, 0, 0, snaplen, 1),
    packet: (length) =>
      Buffer.concat([words(isLittleEndian, 0, 0, length, length), Buffer.alloc(length, 0x5a)]),
  };
}

function block(isLittleEndian: boolean, type: number, body: Buffer): Buffer {
  const length = 12 + body.length;
  return Buffer.concat([words(isLittleEndian, type, length), body, words(isLittleEndian, length)]);
}

function pcapng(isLittleEndian: boolean): Format {
  const section = block(
    isLittleEndian,
    0x0a0d0d0a,
    words(isLittleEndian, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff),
  );
  return {
    name: `${isLittleEndian ? "little" : "big"}-endian pcapng`,
    header: section,
    packet: (length) => {
      const data = Buffer.alloc(Math.ceil(length / 4) * 4, 0x5a);
      return block(isLittleEndian, 6, Buffer.concat([words(isLittleEndian, 0, 0, 0, length, length), data]));
    },
  };
}

const FORMATS: readonly Format[] = [true, false].flatMap((isLittleEndian) => [
  pcap(isLittleEndian, 0xa1b2c3d4),
  pcap(isLittleEndian, 0xa1b23c4d),
  pcapng(isLittleEndian),
]);

function verify(...parts: readonly Buffer[]) {
  return verifyInPieces(new CaptureVerifier(), Buffer.concat(parts));
}

describe("CaptureVerifier", () => {
  it.each(FORMATS)(
    "counts what is in a file of any shape, cut anywhere, in pieces of any size: $name",
    async (format) => {
      const random = buildRandom(format.header.readUInt32LE(0));
      for (let round = 0; round < 40; round += 1) {
        const lengths = Array.from({ length: Math.floor(random() * 40) }, () =>
          Math.floor(random() ** 3 * 60_000),
        );
        const units = [format.header, ...lengths.map(format.packet)];
        const file = Buffer.concat(units);
        const ends = units.map((_, index) => Buffer.concat(units.slice(0, index + 1)).length);
        const bytes =
          round % 2 === 0
            ? file.length
            : format.header.length + Math.floor(random() * (file.length - format.header.length));
        const wholeBytes = Math.max(...ends.filter((end) => end <= bytes));
        const packets = ends.indexOf(wholeBytes);
        const most = 1 + random() * (round % 3 === 0 ? 20 : 100_000);
        const verdict = await verifyInPieces(
          new CaptureVerifier(),
          file.subarray(0, bytes),
          () => random() * most,
        );
        if (wholeBytes === bytes) expect(verdict).toEqual({ packets });
        else expect(verdict).toEqual({ packets, wholeBytes, fault: "it ends inside a packet" });
      }
    },
  );

  it.each(FORMATS)(
    "says that a file has nothing whole which ends inside its header: $name",
    async ({ header }) => {
      const cut = { packets: 0, wholeBytes: 0, fault: "it ends inside its header" };
      for (let bytes = 0; bytes < header.length; bytes += 1)
        expect(await verify(header.subarray(0, bytes))).toEqual(cut);
    },
  );

  it("stops where a packet is longer than any can be", async () => {
    const { header, packet } = pcap(true, 0xa1b2c3d4);
    const verdict = await verify(
      header,
      packet(60),
      words(true, 0, 0, 262_145, 0),
      Buffer.alloc(262_145),
      packet(60),
    );
    expect(verdict).toMatchObject({
      packets: 1,
      wholeBytes: 24 + 76,
      fault: expect.stringContaining("262145"),
    });
  });

  it("takes a packet as long as the file's own limit", async () => {
    const { header, packet } = pcap(true, 0xa1b2c3d4, 300_000);
    expect(await verify(header, packet(300_000))).toEqual({ packets: 1 });
  });

  it("refuses a file of another kind", async () => {
    expect(await verify(Buffer.alloc(100, "capture?"))).toEqual({
      fault: "it begins like no capture of packets",
    });
  });

  it("counts the packets of all three kinds of block, in sections of either byte order", async () => {
    const [little, big] = [pcapng(true), pcapng(false)];
    const simple = block(true, 3, words(true, 4, 0));
    const obsolete = block(true, 2, words(true, 0, 0, 0, 0, 0));
    const comment = block(false, 0x0000_0bad, Buffer.alloc(0));
    expect(
      await verify(little.header, little.packet(7), simple, obsolete, big.header, comment, big.packet(1)),
    ).toEqual({
      packets: 4,
    });
  });

  it.each([
    ["has no byte order", block(true, 0x0a0d0d0a, words(true, 1, 1, 0, 0)), "a section has no byte order"],
    ["is longer than any", words(true, 1, 16 * 1024 * 1024 + 4), "a block of 16777220 bytes cannot be"],
    ["is shorter than itself", words(true, 1, 8), "a block of 8 bytes cannot be"],
    ["has an odd length", words(true, 1, 13), "a block of 13 bytes cannot be"],
    [
      "ends with another length",
      words(true, 1, 12, 16),
      "a block ends with another length than it begins with",
    ],
    [
      "holds less than its packet",
      block(true, 6, words(true, 0, 0, 0, 5, 5, 0)),
      "a packet of 5 bytes does not fit its block",
    ],
  ])("stops at a block that %s", async (_, bad, fault) => {
    const { header, packet } = pcapng(true);
    const wholeBytes = header.length + packet(60).length;
    expect(await verify(header, packet(60), bad, packet(60))).toEqual({ packets: 1, wholeBytes, fault });
  });
});
