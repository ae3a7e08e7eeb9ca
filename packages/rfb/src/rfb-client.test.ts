import { describe, expect, it } from "vitest";
import { fourBytes, readRows, threeBytes } from "../test/decode-bytes.ts";
import { FedStream, listSplits } from "../test/fed-stream.ts";
import { ScriptedServer } from "../test/scripted-server.ts";
import { greeting, rectangle, ServerDeflate, u16, update } from "../test/server-bytes.ts";
import { connectRfb, startRfb } from "./connect-rfb.ts";
import type { RfbUpdate } from "./messages/rfb-update.ts";

const RAW = 0;
const COPY = 1;
const ZRLE = 16;
const CURSOR = -239;
const DESKTOP_SIZE = -223;
const EXTENDED = -308;

/** A recorded life of a client: every kind of message once. */
async function buildLife(): Promise<Buffer> {
  const deflate = new ServerDeflate();
  const zrle = async (letter: string) => deflate.pack(Buffer.from([1]), threeBytes(letter));
  return Buffer.concat([
    greeting(3, 2),
    update(rectangle([0, 0, 3, 2], ZRLE, await zrle("r"))),
    Buffer.from([2]),
    update(rectangle([1, 0, 1, 2], ZRLE, await zrle("g")), rectangle([2, 1, 1, 1], COPY, u16(1, 1))),
    update(rectangle([1, 1, 2, 1], CURSOR, fourBytes("wb"), Buffer.from([0x80]))),
    update(rectangle([0, 0, 2, 2], DESKTOP_SIZE)),
    update(rectangle([0, 0, 2, 1], RAW, fourBytes("wb"))),
    update(
      rectangle([0, 0, 4, 1], EXTENDED, Buffer.from([0, 0, 0, 0])),
      rectangle([0, 0, 4, 1], RAW, fourBytes("rgby")),
    ),
  ]);
}

describe("a client", () => {
  it("shows every picture as it was, wherever the server's bytes are cut", async () => {
    const life = await buildLife();
    for (const chunks of listSplits(life)) {
      const client = await startRfb(new FedStream(chunks), "a server");
      const seen: string[] = [];
      const changes: RfbUpdate[] = [];
      await expect(async () => {
        for await (const change of client.updates()) {
          seen.push(readRows(client.framebuffer).join("/"));
          changes.push(change);
        }
      }).rejects.toMatchObject({ code: "AUX_RFB_CLOSED" });
      expect(seen).toEqual(["rrr/rrr", "rgr/rgg", "rgr/rgg", "../..", "wb/..", "rgby"]);
      expect(changes.map(({ rectangles }) => rectangles.length)).toEqual([1, 2, 0, 0, 1, 1]);
      expect(changes.map(({ isResized }) => isResized)).toEqual([false, false, false, true, false, true]);
      expect(client.cursor).toMatchObject({ width: 2, height: 1, hotX: 1, hotY: 1 });
      expect(client.bytesRead).toBe(life.length);
      expect(await client.ended).toMatchObject({ code: "AUX_RFB_CLOSED" });
    }
  });

  it("leaves the picture alone until the next one is asked for", async () => {
    const both = [
      update(rectangle([0, 0, 1, 1], RAW, fourBytes("r"))),
      update(rectangle([0, 0, 1, 1], RAW, fourBytes("g"))),
    ];
    await using server = await ScriptedServer.start((socket) => {
      socket.write(Buffer.concat([greeting(1, 1), ...both]));
    });
    await using client = await connectRfb({ path: server.path });
    await client.nextUpdate();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(readRows(client.framebuffer)).toEqual(["r"]);
    await client.nextUpdate();
    expect(readRows(client.framebuffer)).toEqual(["g"]);
  });

  it("asks for the whole screen, then for changes, and for all of a screen that was resized", async () => {
    const incremental: (number | undefined)[] = [];
    await using server = await ScriptedServer.start((socket) => {
      socket.write(greeting(1, 1));
      socket.on("data", (bytes) => {
        if (bytes.at(-10) !== 3) return;
        incremental.push(bytes.at(-9));
        const second = rectangle([0, 0, 2, 1], DESKTOP_SIZE);
        socket.write(
          update(incremental.length === 2 ? second : rectangle([0, 0, 1, 1], RAW, fourBytes("r"))),
        );
      });
    });
    await using client = await connectRfb({ path: server.path });
    for (let count = 0; count < 4; count++) await client.nextUpdate();
    expect(incremental).toEqual([0, 1, 0, 1]);
  });

  it("gives everybody who waits the same update, and keeps one that nobody waits for any more", async () => {
    let say = () => {};
    await using server = await ScriptedServer.start((socket) => {
      socket.write(greeting(1, 1));
      say = () => socket.write(update(rectangle([0, 0, 1, 1], RAW, fourBytes("r"))));
    });
    await using client = await connectRfb({ path: server.path });
    const giveUp = new AbortController();
    const waiting = [client.nextUpdate(), client.nextUpdate(), client.nextUpdate({ signal: giveUp.signal })];
    giveUp.abort();
    await expect(waiting[2]).rejects.toMatchObject({ code: "AUX_RFB_ABORTED" });
    await expect(client.nextUpdate({ signal: giveUp.signal })).rejects.toMatchObject({
      code: "AUX_RFB_ABORTED",
    });
    say();
    expect(await waiting[0]).toBe(await waiting[1]);
  });

  it("sends events in order, inside the screen, before it says goodbye", async () => {
    await using server = await ScriptedServer.start((socket) => socket.write(greeting(100, 50)));
    const client = await connectRfb({ path: server.path }, { encodings: [] });
    client.pointer(-5, 1e9, 1);
    client.pointer(Number.NaN, 3.4);
    client.key(0x61, true);
    client.requestUpdate({ isIncremental: false, area: { x: 1, y: 2, width: 3, height: 4 } });
    await client.close();
    expect(Buffer.concat(server.received).toString("hex")).toContain(
      "050100000031" + "050000000003" + "0401000000000061" + "03000001000200030004",
    );
    expect(await client.ended).toBeUndefined();
    expect(() => client.key(0x61, false)).toThrow(expect.objectContaining({ code: "AUX_RFB_CLOSED" }));
  });

  it("ends its updates quietly when it was closed, even twice", async () => {
    await using server = await ScriptedServer.start((socket) => socket.write(greeting(1, 1)));
    const client = await connectRfb({ path: server.path });
    setImmediate(() => void client.close());
    for await (const change of client.updates()) expect(change).toBe("none");
    await client.close();
    await expect(client.nextUpdate()).rejects.toMatchObject({ code: "AUX_RFB_CLOSED" });
  });

  it("keeps a server awake with empty clipboards, until it is closed", async () => {
    await using server = await ScriptedServer.start((socket) => socket.write(greeting(1, 1)));
    const client = await connectRfb({ path: server.path }, { keepAwakeEveryMs: 5 });
    const count = () => Buffer.concat(server.received).toString("hex").split("0600000000000000").length - 1;
    await expect.poll(count, { timeout: 5_000, interval: 5 }).toBeGreaterThan(3);
    await client.close();
  });
});
