import { once } from "node:events";
import { existsSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../test/temporary-machine.ts";
import { ConsoleRelay } from "./console-relay.ts";

const SIGNAL = AbortSignal.timeout(30_000);

/** A relay, and the machine's end of it. */
async function opened() {
  const folder = temporaryFolder();
  const path = join(folder, "console");
  const serial = join(folder, "serial");
  const relay = await ConsoleRelay.open(path);
  const machine = createServer();
  const connected = once(machine, "connection") as Promise<[Socket]>;
  machine.listen(serial);
  await once(machine, "listening");
  onTestFinished(async () => {
    await relay.close();
    machine.close();
  });
  return { relay, path, serial, connected };
}

async function connect(path: string): Promise<Socket> {
  const socket = createConnection(path);
  await once(socket, "connect");
  return socket;
}

describe("ConsoleRelay", () => {
  it("gives all that the machine says to everyone who was there before it, and then says goodbye", async () => {
    const { relay, path, serial, connected } = await opened();
    const said = [text(await connect(path)), text(await connect(path))];
    await relay.attach(serial, SIGNAL);
    const [machine] = await connected;
    machine.end("first\r\nlast words");
    expect(await Promise.all(said)).toEqual(["first\r\nlast words", "first\r\nlast words"]);
    expect(await text(await connect(path))).toBe("");
  });

  it("hands on to the machine what a client says", async () => {
    const { relay, path, serial, connected } = await opened();
    const client = await connect(path);
    await relay.attach(serial, SIGNAL);
    const [machine] = await connected;
    client.write("login\n");
    expect(String((await once(machine, "data"))[0])).toBe("login\n");
    machine.destroy();
  });

  it("cannot be attached to a machine that is not there, and leaves no socket", async () => {
    const { relay, path } = await opened();
    await expect(relay.attach(`${path}-none`, SIGNAL)).rejects.toMatchObject({ code: "ENOENT" });
    await relay.close();
    await relay.close();
    expect(existsSync(path)).toBe(false);
  });
});
