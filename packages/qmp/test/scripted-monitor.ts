import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export const GREETING =
  '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}\r\n';

/** A command as it arrived at the monitor. */
export interface Arrived {
  readonly execute: string;
  readonly arguments?: unknown;
  readonly id?: unknown;
}

/** What the monitor says to a command; nothing when undefined. */
export type Script = (command: Arrived, monitor: ScriptedMonitor) => string | undefined;

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "qmp-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A monitor on a real socket that says what the test tells it to. */
export class ScriptedMonitor {
  readonly path: string;
  readonly arrived: Arrived[] = [];
  readonly server: Server;
  #socket: Socket | undefined;

  constructor(path: string, greeting: string | Buffer, script: Script) {
    this.path = path;
    this.server = createServer((socket) => this.#serve(socket, greeting, script));
  }

  /** Says something to whoever is connected. */
  say(text: string | Buffer): void {
    this.#socket?.write(text);
  }

  /** Goes away, as a QEMU that was killed. */
  vanish(): void {
    this.#socket?.destroy();
  }

  #serve(socket: Socket, greeting: string | Buffer, script: Script): void {
    this.#socket = socket;
    socket.on("error", () => {});
    socket.write(greeting);
    let rest = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const command = JSON.parse(line) as Arrived;
        this.arrived.push(command);
        const answer = command.execute === "qmp_capabilities" ? ok(command) : script(command, this);
        if (answer !== undefined) socket.write(answer);
      }
    });
  }
}

/** Starts a monitor that ends with the test. */
export async function scriptedMonitor(
  script: Script = (command) => ok(command),
  options: { readonly greeting?: string | Buffer; readonly path?: string } = {},
): Promise<ScriptedMonitor> {
  const path = options.path ?? join(temporaryFolder(), "m.sock");
  const monitor = new ScriptedMonitor(path, options.greeting ?? GREETING, script);
  monitor.server.listen(path);
  await once(monitor.server, "listening");
  onTestFinished(() => {
    monitor.vanish();
    monitor.server.close();
  });
  return monitor;
}

export function ok(command: Arrived, result: unknown = {}): string {
  return `${JSON.stringify({ return: result, id: command.id })}\r\n`;
}

export function refusal(command: Arrived, name: string, desc: string): string {
  return `${JSON.stringify({ id: command.id, error: { class: name, desc } })}\r\n`;
}

export function event(name: string, data?: object): string {
  const timestamp = { seconds: 1_700_000_000, microseconds: 5 };
  return `${JSON.stringify({ timestamp, event: name, ...(data === undefined ? {} : { data }) })}\r\n`;
}
