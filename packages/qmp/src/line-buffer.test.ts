import { describe, expect, it } from "vitest";
import { LineBuffer } from "./line-buffer.ts";

const push = (lines: LineBuffer, text: string | Buffer) => [...lines.push(Buffer.from(text))];

describe("LineBuffer", () => {
  it("puts lines together however the bytes arrive, also within a character", () => {
    const lines = new LineBuffer();
    const bytes = Buffer.from('{"a":"ä"}\r\n{"b":1}\n');
    const read = [...bytes].flatMap((byte) => push(lines, Buffer.from([byte])));
    expect(read).toEqual(['{"a":"ä"}', '{"b":1}']);
    expect(push(new LineBuffer(), bytes)).toEqual(read);
  });

  it("leaves empty lines out and keeps what is not whole yet", () => {
    const lines = new LineBuffer();
    expect(push(lines, "\n\r\nhal")).toEqual([]);
    expect(push(lines, "f\n")).toEqual(["half"]);
  });

  it("refuses a line over the limit, whether it ends or not, and allows one at the limit", () => {
    expect(push(new LineBuffer(8), "12345678\n")).toEqual(["12345678"]);
    const tooLong = { code: "AUX_QMP_LINE_TOO_LONG" };
    expect(() => push(new LineBuffer(8), "123456789\n")).toThrow(expect.objectContaining(tooLong));
    const lines = new LineBuffer(8);
    push(lines, "12345");
    expect(() => push(lines, "67890")).toThrow(expect.objectContaining(tooLong));
  });
});
