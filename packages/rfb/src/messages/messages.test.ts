import { describe, expect, it } from "vitest";
import { decodeChunks, decodeEverySplit } from "../../test/decode-bytes.ts";
import { u16, u32 } from "../../test/server-bytes.ts";
import {
  buildEmptyCutText,
  buildKeyEvent,
  buildPointerEvent,
  buildSetEncodings,
  buildSetPixelFormat,
  buildUpdateRequest,
} from "./client-messages.ts";
import { skipMessage } from "./server-messages.ts";

describe("a message to the server", () => {
  it.each([
    ["the pixel format", buildSetPixelFormat(), "00000000 20180001 00ff00ff00ff 000810 000000"],
    [
      "the encodings",
      buildSetEncodings(["zrle", "raw", "desktopSize"]),
      "02000003 00000010 00000000 ffffff21",
    ],
    ["a request", buildUpdateRequest({ x: 1, y: 2, width: 3, height: 4 }, true), "0301 0001 0002 0003 0004"],
    [
      "a request for all",
      buildUpdateRequest({ x: 0, y: 0, width: 3, height: 4 }, false),
      "0300 0000 0000 0003 0004",
    ],
    ["a key", buildKeyEvent(0xff0d, true), "0401 0000 0000ff0d"],
    ["the pointer", buildPointerEvent(258, 3, 1), "0501 0102 0003"],
    ["an empty clipboard", buildEmptyCutText(), "06000000 00000000"],
  ])("about %s is as RFC 6143 has it", (_, message, hex) => {
    expect(message.toString("hex")).toBe(hex.replaceAll(" ", ""));
  });
});

describe("a message of the server that is of no use", () => {
  it.each([
    ["a bell", 2, Buffer.alloc(0)],
    ["colours", 1, Buffer.concat([Buffer.alloc(1), u16(0, 2), Buffer.alloc(12)])],
    ["a clipboard", 3, Buffer.concat([Buffer.alloc(3), u32(20), Buffer.alloc(20)])],
  ])("is passed over: %s", async (_, type, bytes) => {
    const rest = await decodeEverySplit(
      function* skipAndRead() {
        yield* skipMessage(type);
        return (yield 1).toString();
      },
      Buffer.concat([bytes, Buffer.from("!")]),
    );
    expect(rest).toBe("!");
  });

  it("is AUX_RFB_TOO_LONG as a clipboard of four gigabytes", async () => {
    const bytes = Buffer.concat([Buffer.alloc(3), u32(-1)]);
    await expect(decodeChunks(skipMessage(3), [bytes])).rejects.toMatchObject({ code: "AUX_RFB_TOO_LONG" });
  });

  it("is AUX_RFB_MALFORMED when nobody knows its type", async () => {
    await expect(decodeChunks(skipMessage(200), [])).rejects.toMatchObject({ code: "AUX_RFB_MALFORMED" });
  });
});
