import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { AuxiliaryClass } from "@aux/core";
import type { ContractTest } from "./contract-test.ts";
import { findEntry, type JsonObject, loadManifest, memberObject } from "./package-manifest.ts";
import { type Contract, Trial } from "./trial.ts";

const KEYWORD = "auxiliary-module";
/** The brand of `@aux/core`: it is the same in every copy. */
const BRAND = Symbol.for("aux.auxiliary");

/** The tests of what package.json says, and of what the package exports. */
export function buildPackageTests(contract: Contract): readonly ContractTest[] {
  const { package: folderPath, exports } = contract.options;
  const tests: ContractTest[] = [];
  if (folderPath !== undefined) {
    tests.push(
      { name: "is found by its package.json", run: async () => assertFound(loadManifest(folderPath)) },
      { name: "has @aux/core as peer dependency", run: async () => assertPeer(loadManifest(folderPath)) },
      {
        name: "has the order that its package.json declares",
        run: () => assertOrder(contract, loadManifest(folderPath)),
      },
    );
  }
  if (folderPath !== undefined || exports !== undefined) {
    const run = async () =>
      assertOneExport(contract.Class, exports ?? (await importEntry(folderPath ?? ".")));
    tests.push({ name: "is the only auxiliary that its package exports", run });
  }
  return tests;
}

function assertFound(manifest: JsonObject): void {
  const { keywords } = manifest;
  assert.ok(
    Array.isArray(keywords) && keywords.includes(KEYWORD),
    `package.json lacks the keyword "${KEYWORD}", by which the package is found`,
  );
  const { name } = memberObject(manifest, "auxiliary");
  const isValid = name === undefined || (typeof name === "string" && /^[a-z0-9][a-z0-9-]*$/.test(name));
  assert.ok(isValid, `auxiliary.name ${JSON.stringify(name)} is not lower-case letters, digits and dashes`);
}

function assertPeer(manifest: JsonObject): void {
  assert.ok(
    "@aux/core" in memberObject(manifest, "peerDependencies"),
    "package.json lacks @aux/core in peerDependencies: there must be one base class per project",
  );
  assert.ok(
    !("@aux/core" in memberObject(manifest, "dependencies")),
    "package.json has @aux/core in dependencies: move it to devDependencies, beside the peer dependency",
  );
}

async function assertOrder(contract: Contract, manifest: JsonObject): Promise<void> {
  const { order: declared } = memberObject(manifest, "auxiliary");
  await using trial = await Trial.begin(contract);
  const { order } = await trial.construct();
  assert.ok(Number.isInteger(order), `the class's order ${order} is no whole number`);
  assert.ok(
    declared === undefined || declared === order,
    `auxiliary.order in package.json is ${JSON.stringify(declared)}, the class's is ${order}: make them equal`,
  );
}

async function importEntry(folderPath: string): Promise<object> {
  const entry = findEntry(loadManifest(folderPath));
  assert.ok(entry !== undefined, "package.json names no entry in exports or main");
  const path = resolve(folderPath, entry);
  const remedy = 'Build the package before, or pass exports: await import("../src/index.ts").';
  assert.ok(existsSync(path), `${path} does not exist. ${remedy}`);
  const exported: object = await import(pathToFileURL(path).href);
  return exported;
}

function assertOneExport(Class: AuxiliaryClass, exported: object): void {
  const found = [...new Set<unknown>(Object.values(exported))].filter(isAuxiliaryClass);
  const names = found.map(({ name }) => name).join(", ") || "none";
  assert.equal(found.length, 1, `the package must export exactly one auxiliary, but exports: ${names}`);
  assert.equal(found[0]?.name, Class.name, `the package exports ${names}, not ${Class.name}`);
}

function isAuxiliaryClass(value: unknown): value is { readonly name: string } {
  return typeof value === "function" && BRAND in value && !Object.hasOwn(value, BRAND);
}
