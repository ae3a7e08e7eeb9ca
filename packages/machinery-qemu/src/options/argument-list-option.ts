import { type Option, textOption } from "@aux/core";

/** A list of arguments as a JSON array of texts, for example `["-device", "pvpanic"]`; no shell reads it. */
export function argumentListOption(description: string): Option<readonly string[]> {
  return {
    ...textOption({ description, default: "" }),
    default: [],
    allowed: 'a JSON array of texts, for example ["-device", "pvpanic"]',
    parse: (raw) => (typeof raw === "string" ? parseList(raw) : asList(raw)),
  };
}

/** A JSON text that is no list throws or is none: both are not allowed. */
function parseList(text: string): readonly string[] | undefined {
  return asList(JSON.parse(text));
}

function asList(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.every((each) => typeof each === "string" && !each.includes("\0")) ? value : undefined;
}
