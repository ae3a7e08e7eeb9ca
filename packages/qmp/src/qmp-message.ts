import { QmpError, reasonOf } from "./qmp-error.ts";
import type { QmpEvent } from "./qmp-events.ts";

/** QEMU's version and what the monitor can do beside the basics. */
export interface QmpGreeting {
  readonly version: {
    readonly qemu: { readonly major: number; readonly minor: number; readonly micro: number };
    readonly package: string;
  };
  readonly capabilities: readonly string[];
}

/** Why QEMU refused a command. */
export interface QmpRefusal {
  readonly class: string;
  readonly desc: string;
}

/** The answer to one command. */
export type QmpReply = { readonly id?: unknown } & (
  | { readonly return: unknown; readonly error?: undefined }
  | { readonly return?: undefined; readonly error: QmpRefusal }
);

/** What a monitor may say. */
export type QmpMessage =
  | { readonly kind: "greeting"; readonly greeting: QmpGreeting }
  | { readonly kind: "event"; readonly event: QmpEvent }
  | { readonly kind: "reply"; readonly reply: QmpReply };

/**
 * One line of a monitor.
 *
 * Source: QEMU Machine Protocol Specification, "Server greeting", "Issuing commands", "Asynchronous events".
 *
 * @throws AUX_QMP_MALFORMED
 */
export function parseMessage(line: string): QmpMessage {
  const message = parseObject(line);
  if (isObject(message.QMP)) return { kind: "greeting", greeting: parseGreeting(message.QMP) };
  if (typeof message.event === "string") return { kind: "event", event: parseEvent(message) };
  if (isObject(message.error)) {
    const { class: name, desc } = message.error;
    return {
      kind: "reply",
      reply: { id: message.id, error: { class: String(name), desc: String(desc) } },
    };
  }
  if ("return" in message) return { kind: "reply", reply: { id: message.id, return: message.return } };
  throw new QmpError("AUX_QMP_MALFORMED", `neither greeting, event nor reply: ${cut(line)}`);
}

/** A line that is a JSON object. @throws AUX_QMP_MALFORMED */
export function parseObject(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new QmpError("AUX_QMP_MALFORMED", `no JSON: ${cut(line)} (${reasonOf(error)})`, { cause: error });
  }
  if (!isObject(value)) throw new QmpError("AUX_QMP_MALFORMED", `no JSON object: ${cut(line)}`);
  return value;
}

function parseGreeting(greeting: Readonly<Record<string, unknown>>): QmpGreeting {
  const version = isObject(greeting.version) ? greeting.version : {};
  const qemu = isObject(version.qemu) ? version.qemu : {};
  const { capabilities } = greeting;
  return {
    version: {
      qemu: {
        major: numberOf(qemu.major),
        minor: numberOf(qemu.minor),
        micro: numberOf(qemu.micro),
      },
      package: typeof version.package === "string" ? version.package : "",
    },
    capabilities: Array.isArray(capabilities) ? capabilities.map(String) : [],
  };
}

function parseEvent(message: Readonly<Record<string, unknown>>): QmpEvent {
  const time = isObject(message.timestamp) ? message.timestamp : {};
  return {
    event: String(message.event),
    data: isObject(message.data) ? message.data : {},
    timestamp: { seconds: numberOf(time.seconds), microseconds: numberOf(time.microseconds) },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function cut(line: string): string {
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
