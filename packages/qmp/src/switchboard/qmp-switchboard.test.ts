import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  event,
  ok,
  refusal,
  type Script,
  scriptedMonitor,
  temporaryFolder,
} from "../../test/scripted-monitor.ts";
import { connectQmp } from "../connect-qmp.ts";
import { MOST_UNANSWERED_COMMANDS, QmpSwitchboard } from "./qmp-switchboard.ts";

async function opened(): Promise<QmpSwitchboard> {
  const switchboard = await QmpSwitchboard.open(join(temporaryFolder(), "s.sock"));
  onTestFinished(() => switchboard.close());
  return switchboard;
}

async function machine(script?: Script) {
  const monitor = await scriptedMonitor(script);
  return { monitor, machine: await connectQmp({ path: monitor.path }) };
}

/** Says all of it and returns all that is answered until the switchboard closes. */
function converse(path: string, lines: readonly string[]): Promise<string> {
  const socket = createConnection(path);
  socket.write(lines.map((line) => `${line}\n`).join(""));
  return text(socket);
}

const NEGOTIATE = '{"execute":"qmp_capabilities"}';

describe("QmpSwitchboard", () => {
  it("delivers what clients asked before the machine was there, before it lets the machine run", async () => {
    const switchboard = await opened();
    const one = await connectQmp(switchboard);
    const other = await connectQmp(switchboard);
    const asked = [one.execute("first"), one.execute("second")];
    await expect(one.execute("third", undefined, { timeoutMs: 20 })).rejects.toMatchObject({
      code: "AUX_QMP_TIMEOUT",
    });
    const { monitor, machine: qemu } = await machine((command) => ok(command, command.execute));
    await switchboard.attach(qemu);
    expect(monitor.arrived.map(({ execute }) => execute)).toEqual([
      "qmp_capabilities",
      "first",
      "second",
      "third",
    ]);
    expect(await Promise.all(asked)).toEqual(["first", "second"]);
    expect(await other.execute("fourth")).toBe("fourth");
  });

  it("answers whoever asked under their own id, and tells events to all", async () => {
    const switchboard = await opened();
    const { monitor, machine: qemu } = await machine((command) =>
      command.execute === "bad" ? refusal(command, "DeviceNotFound", "gone") : ok(command, command.arguments),
    );
    await switchboard.attach(qemu);
    const clients = await Promise.all(Array.from({ length: 10 }, () => connectQmp(switchboard)));
    const answers = await Promise.all(clients.map((client, number) => client.execute("echo", { number })));
    expect(answers).toEqual(clients.map((_, number) => ({ number })));
    const [first] = clients;
    await expect(first?.execute("bad")).rejects.toMatchObject({ qemuClass: "DeviceNotFound" });
    const heard = clients.map((client) => client.untilEvent("STOP"));
    monitor.say(event("STOP"));
    expect(await Promise.all(heard)).toHaveLength(10);
    expect(first?.greeting).toMatchObject({ version: { qemu: { major: 7 } }, capabilities: [] });
    expect(monitor.arrived.filter(({ execute }) => execute === "qmp_capabilities")).toHaveLength(1);
  });

  it("does not let the machine run while what waited for it is not answered", async () => {
    const switchboard = await opened();
    const client = await connectQmp(switchboard);
    const asked = client.execute("object-add", { "qom-type": "x", id: "y" });
    asked.catch(() => {});
    const { machine: qemu } = await machine(() => undefined);
    await expect(switchboard.attach(qemu, { timeoutMs: 30 })).rejects.toMatchObject({
      code: "AUX_QMP_QUEUED_LATE",
      message: "QEMU did not answer within 30 ms what waited for the machine: object-add",
    });
    await switchboard.close();
    await expect(asked).rejects.toThrow();
  });

  it("answers what waits when the machine goes, and says goodbye", async () => {
    const switchboard = await opened();
    const { monitor, machine: qemu } = await machine(() => undefined);
    await switchboard.attach(qemu);
    const client = await connectQmp(switchboard);
    const events = client.events();
    const asked = client.execute("hang");
    const refused = expect(asked).rejects.toMatchObject({ code: "AUX_QMP_COMMAND_FAILED" });
    const until = Date.now() + 5_000;
    while (monitor.arrived.length < 2 && Date.now() < until)
      await new Promise((resolve) => setImmediate(resolve));
    monitor.say(event("SHUTDOWN", { guest: true, reason: "guest-shutdown" }));
    await client.untilEvent("SHUTDOWN");
    monitor.vanish();
    await refused;
    expect(await client.ended).toMatchObject({ code: "AUX_QMP_CLOSED" });
    expect((await events.next()).value).toMatchObject({ event: "SHUTDOWN" });
    const late = await connectQmp(switchboard).catch((error: unknown) => error);
    expect(late).toMatchObject({ code: "AUX_QMP_CLOSED" });
  });

  it("keeps the order that QEMU's own monitor asks of its clients", async () => {
    const switchboard = await opened();
    const { machine: qemu } = await machine((command) => ok(command, 1));
    await switchboard.attach(qemu);
    const talking = converse(switchboard.path, [
      '{"execute":"query-status","id":{"any":"thing"}}',
      '{"execute":"qmp_capabilities","id":null}',
      '{"execute":"qmp_capabilities","id":3}',
      "{broken",
      '{"arguments":{}}',
      '{"execute":"query-status","id":[4]}',
      '{"execute":"query-status"}',
    ]);
    const client = await connectQmp(switchboard);
    await client.execute("query-status");
    await switchboard.close();
    const said = (await talking)
      .split("\r\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as object);
    expect(said).toMatchObject([
      { QMP: { capabilities: [] } },
      { error: { class: "CommandNotFound" }, id: { any: "thing" } },
      { return: {}, id: null },
      { error: { class: "CommandNotFound" }, id: 3 },
      { error: { class: "GenericError" } },
      { error: { class: "GenericError", desc: "QMP input lacks member 'execute'" } },
      { return: 1, id: [4] },
      { return: 1 },
    ]);
  });

  it("refuses more commands than it may hold", async () => {
    const switchboard = await opened();
    const many = Array.from(
      { length: MOST_UNANSWERED_COMMANDS + 2 },
      (_, id) => `{"execute":"stop","id":${id}}`,
    );
    const talking = converse(switchboard.path, [NEGOTIATE, ...many]);
    const client = await connectQmp(switchboard);
    await expect(client.execute("stop")).rejects.toMatchObject({
      message: `QEMU refused stop: ${MOST_UNANSWERED_COMMANDS} commands wait for the machine already`,
    });
    await switchboard.close();
    expect((await talking).match(/wait for the machine already/g)).toHaveLength(2);
  });

  it("disconnects a client whose line has no end, and no other", async () => {
    const switchboard = await opened();
    const client = await connectQmp(switchboard);
    const hostile = createConnection(switchboard.path);
    hostile.on("error", () => {});
    hostile.end(Buffer.alloc(9 * 1024 * 1024, "x"));
    await new Promise((resolve) => hostile.resume().once("close", resolve));
    const { machine: qemu } = await machine((command) => ok(command, "well"));
    await switchboard.attach(qemu);
    expect(await client.execute("query-status")).toBe("well");
    expect(switchboard.clientCount).toBe(1);
  });

  it("leaves no socket behind, and can be closed twice", async () => {
    const switchboard = await opened();
    const client = await connectQmp(switchboard);
    const waiting = expect(client.execute("never")).rejects.toThrow();
    await Promise.all([switchboard.close(), switchboard.close()]);
    await waiting;
    expect(existsSync(switchboard.path)).toBe(false);
    await switchboard.close();
  });

  it.each([
    ["too long", (folder: string) => join(folder, "x".repeat(108))],
    ["in a folder that is not there", (folder: string) => join(folder, "none", "s.sock")],
    ["taken", (folder: string) => folder],
  ])("says so when its path is %s", async (_, pathIn) => {
    await expect(QmpSwitchboard.open(pathIn(temporaryFolder()))).rejects.toMatchObject({
      code: "AUX_QMP_SWITCHBOARD_FAILED",
    });
  });
});
