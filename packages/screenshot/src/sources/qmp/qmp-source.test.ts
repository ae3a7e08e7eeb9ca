import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QmpSwitchboard } from "@aux/qmp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeQmpSource } from "./qmp-source.ts";

const { signal } = new AbortController();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "qmp-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function makeSource(path: string) {
  const source = makeQmpSource({ name: "vm", qmp: path }, { rate: 20 });
  if (source === undefined) throw new Error("there is a monitor");
  return source;
}

/** A monitor whose pictures are what the test says: real ones draw no such. */
async function serveMonitor(path: string, pictures: readonly (Buffer | string)[]): Promise<Server> {
  const left = [...pictures];
  const version = { qemu: { major: 7, minor: 2, micro: 0 }, package: "" };
  const server = createServer((socket) => {
    socket.write(`${JSON.stringify({ QMP: { version, capabilities: [] } })}\n`);
    socket.on("data", (line: Buffer) => {
      const { execute, id, arguments: args } = JSON.parse(line.toString());
      const picture = (left.length > 1 ? left.shift() : left[0]) ?? "";
      if (execute === "screendump") writeFileSync(args.filename, picture);
      socket.write(`${JSON.stringify({ return: {}, id })}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

const PICTURE = Buffer.concat([Buffer.from("P6\n2 1\n255\n"), Buffer.from([1, 2, 3, 250, 251, 252])]);

describe("QEMU's monitor as a source", () => {
  it("is not there while the machine is not, and nothing waits in the switchboard for it", async () => {
    const path = join(folder, "monitor");
    const source = makeSource(path);
    await using switchboard = await QmpSwitchboard.open(path);
    const error = await source.connect(signal).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "AUX_SCREENSHOT_NO_MACHINE" });
    expect(source.isAbsent(error)).toBe(true);
    await expect.poll(() => switchboard.clientCount).toBe(0);
  });

  it("gives each picture once, and leaves no file behind", async () => {
    const path = join(folder, "monitor");
    const other = Buffer.from(PICTURE).fill(9, PICTURE.length - 3);
    const server = await serveMonitor(path, [PICTURE, PICTURE, PICTURE, other]);
    const before = listPrivateFolders();
    const view = await makeSource(path).connect(signal);
    const first = await view.nextFrame(signal);
    expect(first).toMatchObject({ width: 2, height: 1, changed: undefined });
    expect(Buffer.from(first.words.buffer).toString("hex")).toBe("010203fffafbfcff");
    expect(Buffer.from((await view.nextFrame(signal)).words.buffer).toString("hex")).toBe("010203ff090909ff");
    const ended = expect(view.nextFrame(signal)).rejects.toMatchObject({ code: "AUX_QMP_CLOSED" });
    await view.close();
    await ended;
    expect(listPrivateFolders()).toEqual(before);
    server.close();
  });

  it.each([
    ["no picture", "hello"],
    ["a cut one", PICTURE.subarray(0, PICTURE.length - 1)],
    ["one without pixels", "P6\n0 0\n255\n"],
    ["one that is too large to be true", "P6\n99999 99999\n255\n"],
    ["nothing", ""],
  ])("refuses %s: AUX_SCREENSHOT_DUMP_UNREADABLE", async (_, picture) => {
    const path = join(folder, "monitor");
    const server = await serveMonitor(path, [picture]);
    const view = await makeSource(path).connect(signal);
    await expect(view.wholeFrame(signal)).rejects.toMatchObject({ code: "AUX_SCREENSHOT_DUMP_UNREADABLE" });
    await view.close();
    server.close();
  });
});

function listPrivateFolders(): readonly string[] {
  return ["/dev/shm", tmpdir()].flatMap((path) =>
    readdirSync(path).filter((name) => name.startsWith("screenshot-")),
  );
}
