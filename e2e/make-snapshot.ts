import { createConnection } from "node:net";
import { createInterface } from "node:readline";
import { type Machine, resolveOptions, toCamelCase } from "@aux/core";
import { createSnapshot, QEMU_OPTIONS, type QemuOptions } from "@aux/machinery-qemu";

const [machineName = "", name = "", keys = "{}"] = process.argv.slice(2);

// Run inside a lab: boots a machine and keeps it as it is when its agent answers.
const given = Object.entries(JSON.parse(keys) as Record<string, unknown>);
const values = Object.fromEntries(given.map(([key, value]) => [toCamelCase(key), value]));
const own = Object.entries(values).filter(([key]) => key in QEMU_OPTIONS.declarations);
const resolved = await resolveOptions(QEMU_OPTIONS, Object.fromEntries(own), { section: machineName });
const machine: Machine = { ...values, name: machineName };
await createSnapshot({
  machine,
  options: resolved.options as QemuOptions,
  name,
  untilReady: ({ agent }, signal) => untilAgentAnswers(String(agent), signal),
});

async function untilAgentAnswers(socketPath: string, signal: AbortSignal): Promise<void> {
  const socket = createConnection(socketPath);
  const end = () => socket.destroy();
  signal.addEventListener("abort", end, { once: true });
  socket.write("1 ping\n");
  for await (const line of createInterface({ input: socket })) if (line.startsWith("1 ok")) break;
  end();
}
