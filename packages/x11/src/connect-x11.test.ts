import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ScriptedXServer, type XServerScript } from "../test/scripted-x-server.ts";
import { answerSetup, reply } from "../test/x-bytes.ts";
import { connectX11, type X11ConnectOptions } from "./connect-x11.ts";

const folder = mkdtempSync(join(tmpdir(), "x11-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOON = { connectTimeoutMs: 5_000, handshakeTimeoutMs: 200, replyTimeoutMs: 200 };

/** How connecting and reading one picture end with such a server. */
async function suffer(script: XServerScript, options: X11ConnectOptions = {}): Promise<unknown> {
  await using server = await ScriptedXServer.start(script);
  try {
    await using screen = await connectX11(server.display, { ...SOON, ...options });
    return await screen.nextUpdate();
  } catch (error) {
    await expect.poll(() => server.connections, { timeout: 10_000 }).toBe(0);
    return error;
  }
}

const onConnect = (text: string | Buffer) => (socket: Socket) => {
  socket.write(text);
};
const answerTo =
  (opcode: number, answer: (sequence: number) => Buffer) =>
  (request: { readonly opcode: number; readonly sequence: number }) =>
    request.opcode === opcode ? answer(request.sequence) : undefined;
const [GET_GEOMETRY, GET_IMAGE, QUERY_EXTENSION] = [14, 73, 98];
const nothing = () => Buffer.alloc(0);
const geometry = (width: number, height: number) => {
  const detail = Buffer.alloc(12);
  detail.writeUInt16LE(width, 8);
  detail.writeUInt16LE(height, 10);
  return answerTo(GET_GEOMETRY, (sequence) => reply(sequence, detail));
};

const LIES: readonly (readonly [what: string, code: string, script: XServerScript])[] = [
  ["is a web server", "AUX_X11_MALFORMED", { onConnect: onConnect("HTTP/1.1 400 Bad Request\r\n\r\n") }],
  ["says nothing", "AUX_X11_TIMEOUT", { onConnect: () => {} }],
  ["begins its answer and falls silent", "AUX_X11_TIMEOUT", { onConnect: onConnect(Buffer.from([1, 0])) }],
  ["hangs up", "AUX_X11_CLOSED", { onConnect: (socket) => socket.end() }],
  ["wants a cookie", "AUX_X11_REFUSED", { setup: answerSetup(0, Buffer.from("No protocol specified\n")) }],
  ["wants to go on asking", "AUX_X11_REFUSED", { setup: answerSetup(2, Buffer.alloc(8)) }],
  ["ends its setup early", "AUX_X11_MALFORMED", { setup: answerSetup(1, Buffer.alloc(24)) }],
  ["has no screen", "AUX_X11_MALFORMED", { setup: answerSetup(1, Buffer.alloc(64)) }],
  ["has 16 bits a pixel", "AUX_X11_UNSUPPORTED", { depth: 16 }],
  ["has 10 bits a colour", "AUX_X11_UNSUPPORTED", { redMask: 0x3ff00000 }],
  [
    "has no DAMAGE",
    "AUX_X11_UNSUPPORTED",
    { answer: answerTo(QUERY_EXTENSION, (sequence) => reply(sequence, Buffer.alloc(4))) },
  ],
  ["has an empty screen", "AUX_X11_SCREEN_SIZE", { answer: geometry(0, 40) }],
  ["has a screen of 4 gigapixels", "AUX_X11_SCREEN_SIZE", { answer: geometry(65_535, 65_535) }],
  ["never sends the picture", "AUX_X11_STALLED", { answer: answerTo(GET_IMAGE, nothing) }],
  [
    "sends a picture of another size",
    "AUX_X11_MALFORMED",
    { answer: answerTo(GET_IMAGE, (sequence) => reply(sequence, Buffer.alloc(24), Buffer.alloc(8))) },
  ],
  [
    "replies to what nobody asked",
    "AUX_X11_MALFORMED",
    { answer: answerTo(GET_IMAGE, (sequence) => reply(sequence + 1, Buffer.alloc(24))) },
  ],
  [
    "announces 16 GiB",
    "AUX_X11_MALFORMED",
    {
      answer: answerTo(GET_IMAGE, (sequence) => {
        const bytes = reply(sequence, Buffer.alloc(24));
        bytes.writeUInt32LE(0xffffffff, 4);
        return bytes;
      }),
    },
  ],
  [
    "sends an extension's long event",
    "AUX_X11_MALFORMED",
    { answer: answerTo(GET_IMAGE, () => Buffer.alloc(32, 35)) },
  ],
];

describe("an X server", () => {
  it.each(LIES)("that %s ends with %s, and the connection is gone", async (_, code, script) => {
    const error = await suffer(script);
    expect(error).toMatchObject({ code, remedy: expect.any(String) });
    expect((error as Error).message).toMatch(/^display 127\.0\.0\.1:\d+: /);
  });

  it("that drips its picture ends with AUX_X11_STALLED at the picture's deadline", async () => {
    let drip: NodeJS.Timeout | undefined;
    const answer: XServerScript["answer"] = (request, server) => {
      if (request.opcode !== GET_IMAGE) return undefined;
      drip = setInterval(() => server.send(Buffer.alloc(1)), 10);
      return server.answerWell(request).subarray(0, 100);
    };
    expect(await suffer({ answer })).toMatchObject({ code: "AUX_X11_STALLED" });
    clearInterval(drip);
  });

  it("that floods with events takes neither the event loop nor memory", async () => {
    const flood = Buffer.alloc(32 * 10_000, Buffer.alloc(32, 2));
    const before = process.memoryUsage().rss;
    const answer: XServerScript["answer"] = (request, server) => {
      if (request.opcode === GET_IMAGE) for (let count = 0; count < 50; count++) server.send(flood);
      return undefined;
    };
    expect(await suffer({ answer }, { replyTimeoutMs: 20_000 })).toMatchObject({ isResized: false });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});

describe("connectX11", () => {
  it("says AUX_X11_UNREACHABLE where no X server is, with the reason", async () => {
    const message = expect.stringContaining("ENOENT");
    await expect(connectX11(":59535")).rejects.toMatchObject({ code: "AUX_X11_UNREACHABLE", message });
  });

  it.each(["", ":", "0", ":0:1", ":99999", "a b:0", ":-1"])("says AUX_X11_DISPLAY to %j", async (display) => {
    await expect(connectX11(display)).rejects.toMatchObject({ code: "AUX_X11_DISPLAY" });
  });

  it("says AUX_X11_AUTHORITY where the file it was given cannot be read", async () => {
    const error = await suffer({}, { authorityPath: join(folder, "missing") });
    expect(error).toMatchObject({ code: "AUX_X11_AUTHORITY" });
  });

  it("shows the cookie that the file has for the display", async () => {
    const authorityPath = join(folder, "cookies");
    const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, bytes.length]), bytes]);
    const fields = ["", "", "MIT-MAGIC-COOKIE-1", "0123456789abcdef"].map((text) => field(Buffer.from(text)));
    writeFileSync(authorityPath, Buffer.concat([Buffer.from([0xff, 0xff]), ...fields]));
    const seen: Buffer[] = [];
    const script: XServerScript = {
      onConnect: (socket) =>
        socket.on("data", (bytes) => {
          seen.push(bytes);
          socket.end();
        }),
    };
    await suffer(script, { authorityPath });
    expect(Buffer.concat(seen).toString("latin1")).toMatch(/MIT-MAGIC-COOKIE-1.*0123456789abcdef/s);
  });

  it("is given up by its signal with AUX_X11_ABORTED, at once", async () => {
    const signal = AbortSignal.timeout(50);
    const options = { handshakeTimeoutMs: 60_000, signal };
    expect(await suffer({ onConnect: () => {} }, options)).toMatchObject({ code: "AUX_X11_ABORTED" });
    expect(await suffer({}, { signal: AbortSignal.abort() })).toMatchObject({ code: "AUX_X11_ABORTED" });
  });
});
