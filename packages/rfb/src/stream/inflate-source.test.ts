import { deflateSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { ServerDeflate } from "../../test/server-bytes.ts";
import { ByteQueue } from "./byte-queue.ts";
import { InflateSource } from "./inflate-source.ts";

const sources: InflateSource[] = [];
afterEach(() => {
  for (const source of sources.splice(0)) source.destroy();
});

/** A source over compressed bytes that come `portion` at a time. */
function inflate(compressed: Buffer, portion = 65_536): InflateSource {
  const queue = new ByteQueue();
  queue.push(compressed);
  const source = new InflateSource(async (count) => {
    const some = queue.takeSome(Math.min(count, portion));
    if (some === undefined) throw new Error("the test has no more bytes");
    return some;
  });
  sources.push(source);
  return source;
}

describe("a zlib stream", () => {
  it("goes on from rectangle to rectangle, however its bytes are cut", async () => {
    const deflate = new ServerDeflate();
    const texts = ["hello hello hello", "hello again, hello", ""];
    const packed = [];
    for (const text of texts) packed.push((await deflate.pack(Buffer.from(text))).subarray(4));
    for (const portion of [1, 2, 3, 7, 1000]) {
      const source = inflate(Buffer.concat(packed), portion);
      for (const [index, text] of texts.entries()) {
        source.begin(packed[index]?.length ?? 0);
        expect((await source.wait(text.length)).toString()).toBe(text);
        await source.finish();
      }
    }
  });

  it("that holds a bomb inflates no more of it than is asked for", async () => {
    const bomb = deflateSync(Buffer.alloc(100_000_000));
    const source = inflate(bomb);
    const before = process.memoryUsage().rss;
    source.begin(bomb.length);
    expect(await source.wait(1000)).toEqual(Buffer.alloc(1000));
    await expect(source.finish()).rejects.toMatchObject({
      code: "AUX_RFB_MALFORMED",
      message: "a compressed rectangle holds more than its pixels",
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(20_000_000);
  });

  it.each([
    ["ends before the rectangle does", deflateSync("abc", { finishFlush: 2 }), "ends before its last pixel"],
    ["ends for good", Buffer.concat([deflateSync("abc"), Buffer.from("more")]), "has ended|ends before"],
    ["is none", Buffer.from("this is no zlib stream"), "is broken"],
    [
      "has an error in its middle",
      spoil(deflateSync(Buffer.from("abcabcabcdefabc"))),
      "is broken|has ended|ends before",
    ],
  ])("that %s is AUX_RFB_MALFORMED", async (_, compressed, message) => {
    const source = inflate(compressed);
    source.begin(compressed.length);
    await expect(source.wait(100)).rejects.toMatchObject({
      code: "AUX_RFB_MALFORMED",
      message: expect.stringMatching(message) as string,
    });
  });

  it("that was closed says so, to whoever waits and to who comes later", async () => {
    const source = inflate(deflateSync("abc"));
    source.destroy();
    source.begin(10);
    await expect(source.wait(1)).rejects.toMatchObject({ code: "AUX_RFB_MALFORMED" });
  });
});

function spoil(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, at) => (at > 3 && at < 8 ? byte ^ 0xff : byte)));
}
