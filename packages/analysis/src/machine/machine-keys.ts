import { toSnakeCase } from "@aux/core";
import { MACHINE_OPTIONS } from "./machine-options.ts";

/** The keys of every machine's section, as they are written. */
export const MACHINE_KEYS: readonly string[] = Object.keys(MACHINE_OPTIONS.declarations).map(toSnakeCase);

export function isMachineKey(key: string): boolean {
  return MACHINE_KEYS.includes(key);
}
