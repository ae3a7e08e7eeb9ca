import { describe, expect, it } from "vitest";
import { buildRandom } from "../../../test/random.ts";
import { verifyInPieces } from "../../../test/verify-pieces.ts";
import { JsonLinesVerifier } from "./json-lines-verifier.ts";
import { JsonVerifier } from "./json-verifier.ts";

const VALUES = [
  "0",
  "-0.5e+10",
  "1E-2",
  '"text \\u00e9 \\" \\\\ é 😀"',
  "true",
  "null",
  "[]",
  "{}",
  ' { "a" : [ 1 , 2 , { "b" : "c" } ] , "d" : false } ',
  "[[[[1]]], 12.50]",
];
const ODD = [
  "",
  " ",
  "01",
  "1.",
  ".5",
  "-",
  "+1",
  "1e",
  "tru",
  "nul1",
  "[1,]",
  "{,}",
  '{"a":1,}',
  '{"a"}',
  "{1:2}",
  "[1 2]",
  "]",
  '"',
  '"\\x"',
  '"\\u12g4"',
  '"a\nb"',
  "1 2",
  "NaN",
  "'a'",
  "[}",
  "{]",
  "\u00a01",
];
const BYTES = Buffer.from('{}[]",:\\ \n\t019.-+eEtrufalsn\x00\x1fxé', "utf8");

function isJson(text: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text));
    return true;
  } catch {
    return false;
  }
}

/** Changes, removes or adds a few bytes. */
function mutate(text: Buffer, random: () => number): Buffer {
  const bytes = [...text];
  for (let count = Math.ceil(random() * 3); count > 0; count -= 1) {
    const at = Math.floor(random() * (bytes.length + 1));
    const byte = BYTES[Math.floor(random() * BYTES.length)] ?? 0;
    bytes.splice(at, random() < 0.6 ? 1 : 0, ...(random() < 0.7 ? [byte] : []));
  }
  return Buffer.from(bytes);
}

describe("JsonVerifier", () => {
  it.each(VALUES)("finds %s whole, and nothing of it that is cut short", async (text) => {
    const file = Buffer.from(text);
    for (let bytes = 0; bytes <= file.length; bytes += 1) {
      const { fault } = await verifyInPieces(new JsonVerifier(), file.subarray(0, bytes), () => 3);
      expect(fault === undefined, text.slice(0, bytes)).toBe(isJson(file.subarray(0, bytes)));
    }
  });

  it.each(ODD)("refuses %j", async (text) => {
    expect((await verifyInPieces(new JsonVerifier(), Buffer.from(text))).fault).toBeDefined();
  });

  it("says the same as JSON.parse of 20,000 texts that are nearly JSON", async () => {
    const random = buildRandom(8259);
    let wholes = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const text = mutate(Buffer.from(VALUES[round % VALUES.length] ?? ""), random);
      const { fault } = await verifyInPieces(new JsonVerifier(), text, () => 1 + random() * 8);
      if (fault === undefined) wholes += 1;
      expect(fault === undefined, JSON.stringify(text.toString("latin1"))).toBe(isJson(text));
    }
    expect(wholes).toBeGreaterThan(2_000);
  });

  it("says where a text stops being JSON, and what is no UTF-8", async () => {
    expect(await verifyInPieces(new JsonVerifier(), Buffer.from("[1, 2, x]"), () => 2)).toEqual({
      fault: "it is no JSON from its byte 7 on",
    });
    expect(await verifyInPieces(new JsonVerifier(), Buffer.from('"\xe9"', "latin1"))).toEqual({
      fault: "it is not encoded as UTF-8",
    });
    expect(await verifyInPieces(new JsonVerifier(), Buffer.from("[1, 2"))).toEqual({
      fault: "it ends before its value does",
    });
  });

  it("gives up a text that is nested without end", async () => {
    expect((await verifyInPieces(new JsonVerifier(), Buffer.alloc(10_000, "["))).fault).toContain(
      "ends before",
    );
    expect((await verifyInPieces(new JsonVerifier(), Buffer.alloc(10_001, "["))).fault).toContain(
      "byte 10000",
    );
  });
});

describe("JsonLinesVerifier", () => {
  it("finds a file whole with or without its last newline, with empty lines, and empty", async () => {
    for (const text of ["", '{"a":1}\n{"b":2}\n', '{"a":1}\n{"b":2}', '{"a":1}\r\n\n 2 \n', "\n"])
      expect(await verifyInPieces(new JsonLinesVerifier(), Buffer.from(text), () => 2)).toEqual({});
  });

  it("cuts a file back to its last whole line, wherever it ends", async () => {
    const lines = ['{"a":"é"}\n', '{"b":[2,3]}\n', '{"c":4}\n'];
    const file = Buffer.from(lines.join(""));
    const ends = lines.map((_, index) => Buffer.byteLength(lines.slice(0, index + 1).join("")));
    for (let bytes = 0; bytes <= file.length; bytes += 1) {
      const wholeBytes = Math.max(0, ...ends.filter((end) => end <= bytes));
      const isWhole = bytes === wholeBytes || ends.includes(bytes + 1);
      const line = ends.filter((end) => end <= bytes).length + 1;
      const expected = isWhole ? {} : { wholeBytes, fault: `it ends inside its line ${line}` };
      expect(await verifyInPieces(new JsonLinesVerifier(), file.subarray(0, bytes), () => 4)).toEqual(
        expected,
      );
    }
  });

  it.each([
    ['1\n{"a":\n3\n', "its line 2 is no JSON"],
    ["1\n2\nx", "its line 3 is no JSON"],
    ["1\n\x80\n", "its line 2 is no JSON"],
    ['1\n"\xc3\n2', "its line 2 is no JSON"],
  ])("says which line is none, and repairs nothing: %j", async (text, fault) => {
    expect(await verifyInPieces(new JsonLinesVerifier(), Buffer.from(text, "latin1"), () => 3)).toEqual({
      fault,
    });
  });
});
