import { parseArgs } from "node:util";
import { reasonOf } from "@aux/core";

/** What `machinery-qemu snapshot` was asked for. */
export interface SnapshotArguments {
  readonly name: string;
  readonly machine: string;
  readonly confPath: string;
  /** The machine is ready when its serial console has said this. */
  readonly consoleText: string | undefined;
  /** The machine is ready after this time. */
  readonly afterMs: number | undefined;
  /** Longest time until it is ready. */
  readonly timeoutMs: number;
}

export const HELP = `Usage: machinery-qemu snapshot NAME --machine MACHINE [options]

Boots a machine of conf/machines.conf from its base, waits until it is ready, and
keeps it as the snapshot NAME. Set \`snapshot = NAME\` in its section to use it.

  --machine MACHINE   section of the machine
  --conf PATH         machine configuration (conf/machines.conf)
  --console TEXT      ready when the serial console has said TEXT
  --after SECONDS     ready after that time
                      without either: ready when you press Enter
  --timeout SECONDS   give up after that time (600)
  --help              this text
`;

const OPTIONS = {
  machine: { type: "string" },
  conf: { type: "string", default: "conf/machines.conf" },
  console: { type: "string" },
  after: { type: "string" },
  timeout: { type: "string", default: "600" },
  help: { type: "boolean", short: "h", default: false },
} as const;

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_. -]{0,127}$/;

/** The arguments, `help`, or what is wrong with them. */
export function parseArguments(
  args: readonly string[],
): SnapshotArguments | "help" | { readonly wrong: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    if (values.help) return "help";
    const [command, name, ...rest] = positionals;
    if (command !== "snapshot" || rest.length > 0) return { wrong: "the one command is `snapshot NAME`" };
    if (name === undefined || !NAME.test(name))
      return { wrong: "a snapshot's name has letters, digits, `_`, `.`, `-` and spaces" };
    if (values.machine === undefined) return { wrong: "--machine is missing" };
    return {
      name,
      machine: values.machine,
      confPath: values.conf,
      consoleText: values.console,
      afterMs: values.after === undefined ? undefined : parseSeconds("--after", values.after),
      timeoutMs: parseSeconds("--timeout", values.timeout),
    };
  } catch (error) {
    return { wrong: reasonOf(error) };
  }
}

/** Milliseconds. */
function parseSeconds(option: string, text: string): number {
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(seconds)) throw new Error(`${option} is ${JSON.stringify(text)}, no number of seconds`);
  return seconds * 1_000;
}
