import { LabCommands } from "./lab-commands.ts";
import type { FromLab, LabOrder, ToLab } from "./messages.ts";
import { readTapFrames } from "./network.ts";
import { openLab } from "./open-lab.ts";
import { Undos } from "./undos.ts";

// The process that is the lab: it lives in the lab's namespaces, holds the servers, and runs commands there. It ends,
// and the namespaces with it, when it is told to or when the process that opened the lab is gone.
const undos = new Undos();
const commands = new LabCommands();
undos.add(() => commands.end());

process.on("message", (message: ToLab) => void hear(message));
process.on("disconnect", () => void close());
// Ctrl-C reaches the whole group of the terminal; the one who opened the lab decides what it means.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => void close());
process.on("uncaughtException", (error) => {
  console.error(error);
  void close(1);
});

async function hear(message: ToLab): Promise<void> {
  if ("open" in message) await open(message.open);
  else if ("run" in message) say({ ended: await commands.run(message.id, message.run), id: message.id });
  else if ("signal" in message) commands.signal(message.id, message.signal);
  else if ("frames" in message) say({ frames: readTapFrames(message.frames), id: message.id });
  else await close();
}

async function open(order: LabOrder): Promise<void> {
  try {
    say({ opened: await openLab(order, (entry) => say({ entry }), undos) });
  } catch (error) {
    say({ refused: String(error) });
  }
}

async function close(code = 0): Promise<void> {
  await undos.run();
  process.exit(code);
}

function say(message: FromLab): void {
  if (process.connected) process.send?.(message);
}
