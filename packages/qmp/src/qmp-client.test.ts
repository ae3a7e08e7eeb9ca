import { describe, expect, it } from "vitest";
import { event, ok, refusal, type Script, scriptedMonitor } from "../test/scripted-monitor.ts";
import { connectQmp } from "./connect-qmp.ts";
import { MOST_WAITING_EVENTS } from "./event-hub.ts";
import { LONGEST_LINE_BYTES } from "./line-buffer.ts";

async function connected(script?: Script) {
  const monitor = await scriptedMonitor(script);
  const client = await connectQmp({ path: monitor.path });
  return { monitor, client };
}

describe("a command", () => {
  it("gives back what QEMU returns, and its arguments arrive", async () => {
    const { monitor, client } = await connected((command) =>
      ok(command, { status: "running", running: true }),
    );
    const status = await client.execute("query-status");
    expect(status.running).toBe(true);
    await client.execute("screendump", { filename: "a.ppm", format: "ppm" });
    expect(monitor.arrived.at(-1)).toMatchObject({ arguments: { filename: "a.ppm", format: "ppm" } });
    expect(monitor.arrived.at(-2)).not.toHaveProperty("arguments");
    client.close();
  });

  it("gets its own answer when answers come in another order, events between them", async () => {
    const waiting: string[] = [];
    const { client } = await connected((command, monitor) => {
      waiting.unshift(ok(command, command.execute));
      if (waiting.length === 3) monitor.say(event("STOP") + waiting.join(""));
      return undefined;
    });
    expect(await Promise.all(["a", "b", "c"].map((name) => client.execute(name)))).toEqual(["a", "b", "c"]);
    client.close();
  });

  it("fails with QEMU's reason when QEMU refuses it, as an error that @aux/core knows", async () => {
    const { client } = await connected((command) => refusal(command, "GenericError", "no such netdev"));
    const error: unknown = await client.execute("object-add", { "qom-type": "x", id: "y" }).catch((e) => e);
    expect(error).toMatchObject({
      code: "AUX_QMP_COMMAND_FAILED",
      qemuClass: "GenericError",
      message: "QEMU refused object-add: no such netdev",
      [Symbol.for("aux.error")]: true,
    });
    client.close();
  });

  it("fails at its deadline; its late answer hurts nobody", async () => {
    const late: string[] = [];
    const { monitor, client } = await connected((command) => {
      if (command.execute === "quick") return ok(command, "quick");
      late.push(ok(command));
      return undefined;
    });
    await expect(client.execute("slow", undefined, { timeoutMs: 20 })).rejects.toMatchObject({
      code: "AUX_QMP_TIMEOUT",
      message: "QEMU did not answer slow within 20 ms",
    });
    expect(client.pendingCount).toBe(0);
    monitor.say(late.join(""));
    expect(await client.execute("quick")).toBe("quick");
    client.close();
  });

  it("can be given up", async () => {
    const { client } = await connected(() => undefined);
    const controller = new AbortController();
    const waiting = client.execute("stop", {}, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "AUX_QMP_ABORTED" });
    const after = client.execute("stop", {}, { signal: controller.signal });
    await expect(after).rejects.toMatchObject({ code: "AUX_QMP_ABORTED" });
    expect(client.pendingCount).toBe(0);
    client.close();
  });
});

describe("a monitor that goes away", () => {
  it("ends commands that wait, events that are read, and what is asked later", async () => {
    const { monitor, client } = await connected(() => undefined);
    const reading = client.events().next();
    const waiting = client.execute("query-status");
    const expected = expect(waiting).rejects.toMatchObject({ code: "AUX_QMP_CLOSED" });
    monitor.vanish();
    await expected;
    expect(await reading).toEqual({ value: undefined, done: true });
    expect(await client.ended).toMatchObject({ code: "AUX_QMP_CLOSED" });
    await expect(client.execute("stop")).rejects.toMatchObject({ code: "AUX_QMP_CLOSED" });
    await expect(client.untilEvent("STOP")).rejects.toMatchObject({ code: "AUX_QMP_CLOSED" });
    expect(client.pendingCount).toBe(0);
  });

  it("is not the monitor's fault when the client itself disconnects", async () => {
    const { client } = await connected();
    client.close();
    client.close();
    expect((await client.ended).message).toBe("this client has disconnected from the monitor");
  });
});

describe("a hostile monitor", () => {
  it.each([
    ["no JSON", "{broken\n"],
    ["no object", "17\n"],
    ["no message", '{"surprise": true}\n'],
  ])("is left when it says %s", async (_, line) => {
    const { monitor, client } = await connected(() => undefined);
    const waiting = expect(client.execute("stop")).rejects.toMatchObject({ code: "AUX_QMP_MALFORMED" });
    monitor.say(line);
    await waiting;
    expect(await client.ended).toMatchObject({ code: "AUX_QMP_MALFORMED" });
  });

  it("is left when it sends a line without end", async () => {
    const { monitor, client } = await connected(() => undefined);
    monitor.say(Buffer.alloc(LONGEST_LINE_BYTES + 1, "x"));
    expect(await client.ended).toMatchObject({ code: "AUX_QMP_LINE_TOO_LONG" });
  });

  it("cannot confuse with ids that nobody asked under", async () => {
    const { client } = await connected((command) =>
      [
        '{"return": "wrong", "id": 7}',
        '{"return": "wrong", "id": "q999"}',
        '{"return": "wrong"}',
        ok(command, "right"),
      ].join("\n"),
    );
    expect(await client.execute("query-name")).toBe("right");
    client.close();
  });
});

describe("events", () => {
  it("come to those who listen for their name, in order, until they stop listening", async () => {
    const { client } = await connected((command) => {
      const events = event("STOP") + event("SHUTDOWN", { guest: true, reason: "guest-shutdown" });
      return events + ok(command);
    });
    const heard: string[] = [];
    const undo = client.on("SHUTDOWN", ({ data }) => heard.push(data.reason));
    client.on("*", ({ event: name }) => {
      heard.push(name);
      throw new Error("a listener's own fault");
    });
    await client.execute("a");
    undo();
    await client.execute("b");
    expect(heard).toEqual(["STOP", "guest-shutdown", "SHUTDOWN", "STOP", "SHUTDOWN"]);
    client.close();
  });

  it("can be iterated, from the call on, also those that came before the first look", async () => {
    const { monitor, client } = await connected();
    const events = client.events();
    monitor.say(event("STOP") + event("RESUME", { odd: 1 }));
    await client.execute("query-status");
    monitor.vanish();
    const seen: unknown[] = [];
    for await (const each of events) seen.push([each.event, each.data]);
    expect(seen).toEqual([
      ["STOP", {}],
      ["RESUME", { odd: 1 }],
    ]);
  });

  it("end their iteration when the reader gives up", async () => {
    const { client } = await connected();
    const controller = new AbortController();
    const next = client.events({ signal: controller.signal }).next();
    controller.abort();
    expect(await next).toEqual({ value: undefined, done: true });
    client.close();
  });

  it("that nobody reads are kept up to a limit, and then said to be lost", async () => {
    const { monitor, client } = await connected();
    const events = client.events();
    monitor.say(event("STOP").repeat(MOST_WAITING_EVENTS + 5));
    await client.execute("query-status");
    let read = 0;
    const reading = (async () => {
      for await (const _ of events) read += 1;
    })();
    await expect(reading).rejects.toMatchObject({ code: "AUX_QMP_EVENTS_LOST" });
    expect(read).toBe(MOST_WAITING_EVENTS);
    client.close();
  });

  it("can be waited for, with a deadline", async () => {
    const { monitor, client } = await connected();
    const waiting = client.untilEvent("RESET");
    monitor.say(event("STOP") + event("RESET", { guest: true, reason: "guest-reset" }));
    expect((await waiting).data.reason).toBe("guest-reset");
    await expect(client.untilEvent("RESET", { timeoutMs: 20 })).rejects.toMatchObject({
      code: "AUX_QMP_TIMEOUT",
    });
    const controller = new AbortController();
    const givenUp = client.untilEvent("RESET", { signal: controller.signal });
    controller.abort();
    await expect(givenUp).rejects.toMatchObject({ code: "AUX_QMP_ABORTED" });
    client.close();
  });
});
