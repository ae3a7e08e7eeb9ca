import { AuxiliaryError, type IniFile, type IniKey } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { EXTERNAL_MACHINERY, LOCAL_MACHINE } from "./local-machine.ts";

/** True for a machine that is given as JSON instead of by the name of its section. */
export function isMachineText(given: string): boolean {
  return given.trimStart().startsWith("{");
}

/**
 * A machine that is given as a JSON object, as the one section of a file: the same keys with the same rules, and
 * `name`. Without `machinery`, somebody else drives it.
 *
 * @throws AUX_MACHINE_INVALID
 */
export function parseMachineFile(text: string): IniFile & { readonly machineName: string } {
  const members = parseMembers(text);
  const { name = LOCAL_MACHINE.name, ...rest } = members;
  if (typeof name !== "string" || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
    throw invalid(`its name is ${JSON.stringify(name)}`, "name");
  const entries = Object.entries({ machinery: EXTERNAL_MACHINERY, ...rest });
  const keys = new Map(entries.map(([key, value]) => [key, buildKey(key, value)]));
  const section = { name, line: 1, keys };
  return { path: "machine", sections: new Map([[name, section]]), problems: [], machineName: name };
}

function parseMembers(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object.fromEntries(Object.entries(JSON.parse(text) as object));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : "it is no JSON");
  }
}

function buildKey(key: string, value: unknown): IniKey {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    throw invalid(`its ${key} is neither text nor number`, key);
  return { key, line: 1, value: String(value) };
}

function invalid(reason: string, key?: string): AuxiliaryError {
  const at = { file: "machine", ...(key === undefined ? {} : { key }) };
  return new AuxiliaryError(
    analysisProblem("AUX_MACHINE_INVALID", `the machine is no JSON object of a machine's keys: ${reason}`, {
      at,
    }),
  );
}
