import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A parsed JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a package's package.json. */
export function loadManifest(folderPath: string): JsonObject {
  const value: unknown = JSON.parse(readFileSync(join(folderPath, "package.json"), "utf8"));
  assert.ok(isObject(value), `${join(folderPath, "package.json")} holds no object`);
  return value;
}

/** An object's member that is an object itself; an empty one where there is none. */
export function memberObject(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  return isObject(member) ? member : {};
}

/** The file that `import "package"` loads, as `exports["."]` or `main` names it; undefined where neither does. */
export function findEntry(manifest: JsonObject): string | undefined {
  const { exports, main } = manifest;
  const target = isObject(exports) && "." in exports ? exports["."] : exports;
  const choice = isObject(target) ? (target.import ?? target.default) : (target ?? main);
  return typeof choice === "string" ? choice : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
