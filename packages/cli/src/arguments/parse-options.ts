import { parseArgs } from "node:util";
import type { Problem } from "@aux/core";
import { cliProblem } from "../cli-problem.ts";

/** The options a command knows: with a value of their own (`string`) or without (`boolean`). */
export type KnownOptions = Readonly<
  Record<string, { readonly type: "string" | "boolean"; readonly short?: string }>
>;

/** What was given of a command's options, and what else stood there. */
export interface GivenOptions {
  readonly values: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  readonly positionals: readonly string[];
  /** AUX_USAGE for each option that is unknown, lacks its value or has one it does not take. */
  readonly problems: readonly Problem[];
}

/** Reads a command's options; everything that is wrong is collected, an unknown name with the nearest known one. */
export async function parseOptions(argv: readonly string[], known: KnownOptions): Promise<GivenOptions> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const positionals: string[] = [];
  const problems: Problem[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    const type = Object.hasOwn(known, name) ? known[name]?.type : undefined;
    if (type === undefined) problems.push(await unknownOption(rawName, known));
    else if (type === "boolean" && value === undefined) flags.add(name);
    else if (type === "boolean") problems.push(cliProblem("AUX_USAGE", `${rawName} takes no value`));
    else if (isMissing(value, token.inlineValue))
      problems.push(cliProblem("AUX_USAGE", `${rawName} needs a value`));
    else values.set(name, value ?? "");
  }
  return { values, flags, positionals, problems };
}

/** `--conf --json`: the next option is no value, unless it is tied to it by `=`. */
function isMissing(value: string | undefined, isInline: boolean | undefined): boolean {
  return value === undefined || value === "" || (isInline !== true && value.startsWith("-") && value !== "-");
}

async function unknownOption(rawName: string, known: KnownOptions): Promise<Problem> {
  const names = Object.keys(known).map((name) => `--${name}`);
  const { nearestName } = await import("@aux/core");
  const nearest = nearestName(rawName, names);
  return cliProblem("AUX_USAGE", `there is no option ${rawName}`, {
    at: { allowed: names.join(", "), ...(nearest === undefined ? {} : { nearest }) },
  });
}
