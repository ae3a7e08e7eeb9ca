import assert from "node:assert/strict";
import { type AuxiliaryClass, COMMON_KEYS, type Option } from "@aux/core";
import type { ContractTest } from "./contract-test.ts";
import type { Contract } from "./trial.ts";

/** The test of the options that a class declares; one with another library's schema, or none, declares none. */
export function buildOptionTests({ Class }: Contract): readonly ContractTest[] {
  const declared = findDeclarations(Class);
  if (Object.keys(declared).length === 0) return [];
  return [
    {
      name: "documents every option, with a default that is allowed",
      run: async () => {
        for (const [key, option] of Object.entries(declared)) assertDocumented(key, option);
      },
    },
  ];
}

function findDeclarations(Class: AuxiliaryClass): Readonly<Record<string, Option<unknown>>> {
  const schema = Class.options;
  return schema !== undefined && "declarations" in schema ? schema.declarations : {};
}

function assertDocumented(key: string, option: Option<unknown>): void {
  assert.match(key, /^[a-z][a-zA-Z0-9]*$/, `option ${key}: write its name in camelCase`);
  assert.ok(!COMMON_KEYS.includes(key), `option ${key} belongs to the runner: give it another name`);
  assert.ok(
    option.description.trim() !== "",
    `option ${key} has no description: say what it does, and its unit`,
  );
  assert.ok(option.allowed.trim() !== "", `option ${key} does not say what is allowed`);
  const isAllowed = option.default === undefined || option.parse(option.default) !== undefined;
  assert.ok(isAllowed, `option ${key}: its default ${String(option.default)} is not ${option.allowed}`);
}
