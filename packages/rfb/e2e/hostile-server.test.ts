import type { Socket } from "node:net";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { connectRfb, RfbError } from "../src/index.ts";
import { fourBytes } from "../test/decode-bytes.ts";
import { ScriptedServer } from "../test/scripted-server.ts";
import { greeting, rectangle, ServerDeflate, u16, u32, update } from "../test/server-bytes.ts";

const [RAW, COPY, HEXTILE, ZRLE, CURSOR, DESKTOP_SIZE] = [0, 1, 5, 16, -239, -223];
const MESSAGE_TIMEOUT_MS = 400;

/** How a client ends that reads all updates of a server which, after its greeting, does this. */
async function sufferServer(script: (socket: Socket) => void): Promise<RfbError | undefined> {
  await using server = await ScriptedServer.start((socket) => {
    socket.write(greeting(800, 600));
    script(socket);
  });
  const client = await connectRfb({ path: server.path }, { messageTimeoutMs: MESSAGE_TIMEOUT_MS });
  try {
    for await (const change of client.updates()) expect(change.startedMs).toBeGreaterThan(0);
    return undefined;
  } catch (error) {
    expect(error).toBe(await client.ended);
    return error instanceof RfbError ? error : undefined;
  } finally {
    await client.close();
  }
}

const packed = (bytes: Buffer) => Buffer.concat([u32(bytes.length), bytes]);

const LIES: readonly (readonly [what: string, code: string, bytes: Buffer])[] = [
  ["a rectangle outside of the screen", "AUX_RFB_RECTANGLE", update(rectangle([799, 0, 2, 1], RAW))],
  ["a copy from outside", "AUX_RFB_RECTANGLE", update(rectangle([0, 0, 9, 9], COPY, u16(795, 0)))],
  ["an encoding nobody asked for", "AUX_RFB_MALFORMED", update(rectangle([0, 0, 1, 1], 7))],
  ["a message nobody knows", "AUX_RFB_MALFORMED", Buffer.from([250, 0, 0])],
  ["a ZRLE rectangle of 4 GiB", "AUX_RFB_TOO_LONG", update(rectangle([0, 0, 800, 600], ZRLE, u32(-1)))],
  [
    "a ZRLE rectangle that is none",
    "AUX_RFB_MALFORMED",
    update(rectangle([0, 0, 9, 9], ZRLE, packed(Buffer.alloc(99, 7)))),
  ],
  [
    "a zip bomb",
    "AUX_RFB_MALFORMED",
    update(rectangle([0, 0, 800, 600], ZRLE, packed(deflateSync(Buffer.alloc(100_000_000))))),
  ],
  [
    "a Hextile rectangle out of its tile",
    "AUX_RFB_MALFORMED",
    update(rectangle([0, 0, 3, 3], HEXTILE, Buffer.from([8, 1, 0, 0xff]))),
  ],
  ["a cursor of 4 gigapixels", "AUX_RFB_TOO_LONG", update(rectangle([0, 0, 65_535, 65_535], CURSOR))],
  ["a clipboard of 4 GiB", "AUX_RFB_TOO_LONG", Buffer.concat([Buffer.from([3, 0, 0, 0]), u32(-1)])],
  [
    "a screen of 4 gigapixels",
    "AUX_RFB_SCREEN_SIZE",
    update(rectangle([0, 0, 65_535, 65_535], DESKTOP_SIZE)),
  ],
  ["a screen of nothing", "AUX_RFB_SCREEN_SIZE", update(rectangle([0, 0, 0, 0], DESKTOP_SIZE))],
];

describe("a server", () => {
  it.each(LIES)("that sends %s ends with %s", async (_, code, bytes) => {
    const before = process.memoryUsage().rss;
    expect(await sufferServer((socket) => socket.write(bytes))).toMatchObject({ code });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it("that closes in the middle of a rectangle ends with AUX_RFB_CLOSED", async () => {
    const error = await sufferServer((socket) =>
      socket.end(update(rectangle([0, 0, 9, 9], RAW, Buffer.alloc(9)))),
    );
    expect(error).toMatchObject({ code: "AUX_RFB_CLOSED" });
  });

  it("that begins a message and falls silent ends with AUX_RFB_STALLED", async () => {
    const error = await sufferServer((socket) => socket.write(update(rectangle([0, 0, 9, 9], RAW))));
    expect(error).toMatchObject({ code: "AUX_RFB_STALLED" });
  });

  it("that drips its rectangle ends with AUX_RFB_STALLED at the message's deadline", async () => {
    const startedMs = performance.now();
    const error = await sufferServer((socket) => {
      socket.write(update(rectangle([0, 0, 800, 600], RAW)));
      const drip = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(drip));
    });
    expect(error).toMatchObject({ code: "AUX_RFB_STALLED" });
    expect(performance.now() - startedMs).toBeLessThan(MESSAGE_TIMEOUT_MS + 1_000);
  });

  it("that packs hours of work into one update is stopped at its deadline, and the event loop turns meanwhile", async () => {
    const deflate = new ServerDeflate();
    const tiles = Buffer.concat(
      Array.from({ length: 13 * 10 }, () => Buffer.concat([Buffer.from([1]), Buffer.alloc(3)])),
    );
    const one = async () => rectangle([0, 0, 800, 600], ZRLE, await deflate.pack(tiles));
    const some: Buffer[] = [];
    for (let count = 0; count < 200; count++) some.push(await one());
    const copies = Buffer.concat(
      Array.from({ length: 60_000 }, () => rectangle([0, 1, 800, 599], COPY, u16(0, 0))),
    );
    const header = Buffer.concat([Buffer.from([0, 0]), u16(60_200)]);
    const work = Buffer.concat([header, ...some, copies]);
    let longestMs = 0;
    let lastMs = performance.now();
    const turn = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 1);
    const error = await sufferServer((socket) => socket.write(work));
    clearInterval(turn);
    expect(error).toMatchObject({ code: "AUX_RFB_STALLED" });
    expect(longestMs).toBeLessThan(250);
  });

  it("that stops reading ends with AUX_RFB_STALLED, and what is sent takes no more memory", async () => {
    await using server = await ScriptedServer.start((socket) => {
      socket.write(greeting(800, 600));
      socket.pause();
    });
    await using client = await connectRfb({ path: server.path });
    const sendForEver = () => {
      for (;;) client.pointer(1, 1);
    };
    expect(sendForEver).toThrow(expect.objectContaining({ code: "AUX_RFB_STALLED" }));
  });

  it("that floods with bells and empty updates takes neither the event loop nor memory", async () => {
    const flood = Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from([2, 0, 0, 0, 0])));
    const before = process.memoryUsage().rss;
    await using server = await ScriptedServer.start((socket) => {
      socket.write(greeting(800, 600));
      const pour = () => {
        while (socket.writable && socket.write(flood));
      };
      socket.on("drain", pour);
      pour();
    });
    await using client = await connectRfb({ path: server.path });
    for (let count = 0; count < 50_000; count++) await client.nextUpdate();
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it("that grows and shrinks its screen for ever takes no gigabyte", async () => {
    const tiles = Math.ceil(8192 / 64) * Math.ceil(4096 / 64);
    const deflate = new ServerDeflate();
    const paint = Buffer.concat(Array.from({ length: tiles }, () => Buffer.from([1, 9, 9, 9])));
    const parts: Buffer[] = [];
    for (let count = 0; count < 30; count++) {
      const full = rectangle([0, 0, 8192, 4096], ZRLE, await deflate.pack(paint));
      parts.push(
        update(
          rectangle([0, 0, 8192, 4096], DESKTOP_SIZE),
          full,
          rectangle([0, 0, 4096, 8192], DESKTOP_SIZE),
        ),
      );
    }
    await using server = await ScriptedServer.start((socket) =>
      socket.write(Buffer.concat([greeting(1, 1), ...parts])),
    );
    await using client = await connectRfb({ path: server.path });
    let mostBytes = 0;
    for (let count = 0; count < parts.length; count++) {
      await client.nextUpdate();
      mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
    }
    expect(mostBytes).toBeLessThan(900_000_000);
    console.log(
      `a screen of 8192x4096 resized ${2 * parts.length} times: at most ${Math.round(mostBytes / 1e6)} MB`,
    );
  });

  it("that is well gives the client no error at all", async () => {
    await using server = await ScriptedServer.start((socket) => {
      socket.write(Buffer.concat([greeting(2, 1), update(rectangle([0, 0, 2, 1], RAW, fourBytes("rg")))]));
    });
    const client = await connectRfb({ path: server.path });
    await client.nextUpdate();
    await client.close();
    expect(await client.ended).toBeUndefined();
  });
});
