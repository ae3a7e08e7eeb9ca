import { createRequire } from "node:module";
import { nearestName } from "@aux/core";
import { cliProblem } from "../cli-problem.ts";
import { EXIT } from "../exit-code.ts";
import { print, say } from "../terminal/output.ts";
import { UsageError } from "../usage-error.ts";
import { DOCTOR_HELP } from "./doctor-help.ts";
import { LIST_HELP } from "./list-help.ts";
import { MAIN_HELP } from "./main-help.ts";
import { NOTIFY_HELP } from "./notify-help.ts";
import { RECOVER_HELP } from "./recover-help.ts";
import { RUN_HELP } from "./run-help.ts";
import { START_HELP } from "./start-help.ts";
import { STATUS_HELP } from "./status-help.ts";
import { STOP_HELP } from "./stop-help.ts";

const TOPICS: ReadonlyMap<string, string> = new Map([
  ["run", RUN_HELP],
  ["start", START_HELP],
  ["stop", STOP_HELP],
  ["status", STATUS_HELP],
  ["notify", NOTIFY_HELP],
  ["recover", RECOVER_HELP],
  ["list", LIST_HELP],
  ["doctor", DOCTOR_HELP],
]);
const COMMANDS = [...TOPICS.keys(), "help"];

/**
 * `auxiliary --help`, `--version`, `help COMMAND`, nothing at all, and what is no command.
 *
 * @throws UsageError
 */
export async function helpCommand(argv: readonly string[]): Promise<number> {
  const [name, topic] = argv;
  switch (name) {
    case "--version":
    case "-V":
      await print(`${loadVersion()}\n`);
      return 0;
    case "--help":
    case "-h":
    case "help":
      await print(TOPICS.get(topic ?? "") ?? MAIN_HELP);
      return 0;
    case undefined:
      say([MAIN_HELP.trimEnd()]);
      return EXIT.usage;
    default:
      throw new UsageError([unknownCommand(name)]);
  }
}

function unknownCommand(name: string) {
  const what = name.startsWith("-") ? "option" : "command";
  const known = name.startsWith("-") ? ["--help", "--version"] : COMMANDS;
  const nearest = nearestName(name, known);
  return cliProblem("AUX_USAGE", `there is no ${what} ${JSON.stringify(name)}`, {
    remedy: `Commands: ${[...TOPICS.keys()].join(", ")}. \`auxiliary run -- COMMAND\` wraps a command; \`auxiliary --help\` tells more.`,
    at: { allowed: known.join(", "), ...(nearest === undefined ? {} : { nearest }) },
  });
}

function loadVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("../package.json");
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "unknown";
}
