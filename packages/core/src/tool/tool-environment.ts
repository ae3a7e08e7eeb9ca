import { delimiter, isAbsolute } from "node:path";

const PASSED_ON = ["HOME", "TZ", "TMPDIR", "USER", "LOGNAME"];
const SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

/** What of this process' environment a program gets beside what every program gets, and what it is given. */
export interface ToolEnvironment {
  /** Names of variables of this process that it needs as well. */
  readonly alsoPassedOn?: readonly string[];
  readonly added?: Readonly<Record<string, string>> | undefined;
}

/**
 * The environment of an external program: little of ours (a secret in a variable is none of its business, and nothing
 * that changes which code it runs), messages in English (they are parsed), and what it is given.
 */
export function buildToolEnvironment({ alsoPassedOn = [], added }: ToolEnvironment = {}): NodeJS.ProcessEnv {
  const kept = [...PASSED_ON, ...alsoPassedOn].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    PATH: absolutePath(process.env["PATH"]) || SYSTEM_PATH,
    ...Object.fromEntries(kept),
    LC_ALL: "C.UTF-8",
    ...added,
  };
}

/** A folder of PATH that is relative would be looked for wherever the program happens to run. */
function absolutePath(path = ""): string {
  return path.split(delimiter).filter(isAbsolute).join(delimiter);
}
