import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auxiliarySource, TemporaryProject } from "../../test/temporary-project.ts";
import { Auxiliary } from "../auxiliary/auxiliary.ts";
import { findCandidates } from "./find-candidates.ts";
import { importAuxiliary } from "./import-auxiliary.ts";

const SAMPLE = auxiliarySource("Sample");
const BARE = SAMPLE.replace("export default ", "");

function importFrom(project: TemporaryProject, timeoutMs?: number) {
  const [candidate] = findCandidates(project.rootPath).candidates;
  if (candidate === undefined) throw new Error("no candidate");
  return importAuxiliary(candidate, timeoutMs);
}

function importSource(source: string, manifest: object = {}, timeoutMs?: number) {
  const project = new TemporaryProject();
  project.add("sample", manifest, source);
  return importFrom(project, timeoutMs);
}

describe("importAuxiliary", () => {
  it("recognises a class that extends another copy of core", async () => {
    const Class = await importSource(SAMPLE);
    expect(Class.name).toBe("Sample");
    expect(Object.getPrototypeOf(Class)).not.toBe(Auxiliary);
  });

  it.each([
    ["a named export", `${BARE} export { Sample };`],
    ["one class as default and named export", `${BARE} export { Sample, Sample as default };`],
    ["the base class beside it", `${SAMPLE} export { Auxiliary };`],
    [
      "other things beside it",
      `${SAMPLE} export const a = null, b = () => 1, c = { start() {} }; export class D {}`,
    ],
  ])("takes %s", async (_, source) => {
    expect((await importSource(source)).name).toBe("Sample");
  });

  it.each([
    ["module.exports = Sample"],
    ["exports.Sample = Sample"],
    ["module.exports = { ...{ Sample } }"],
    ["Object.defineProperty(exports, '__esModule', { value: true }); exports.default = Sample"],
  ])("takes a CommonJS package with %s", async (assignment) => {
    const source = `class Sample { static [Symbol.for("aux.auxiliary")] = 1; start() {} stop() {} }
      class Derived extends Sample {} ; ${assignment.replaceAll("= Sample", "= Derived").replace("{ Sample }", "{ Derived }")}`;
    expect((await importSource(source, { type: "commonjs" })).name).toBe("Derived");
  });

  it.each([
    ["exports as text", { exports: "./lib/main.js" }],
    ['exports["."] as text', { exports: { ".": "./lib/main.js", "./package.json": "./package.json" } }],
    [
      "conditions",
      { exports: { ".": { types: "./x.d.ts", "@aux/source": "./x.ts", default: "./lib/main.js" } } },
    ],
    [
      "nested conditions",
      { exports: { ".": { require: "./x.cjs", import: { types: "./x", default: "./lib/main.js" } } } },
    ],
    ["conditions without a path", { exports: { node: { import: "./lib/main.js" }, default: "./x.js" } }],
    ["a list", { exports: { ".": [{ browser: "./x.js" }, "./lib/main.js"] } }],
    ["main", { main: "lib/main.js" }],
    ["main without its ending", { main: "./lib/main" }],
    ["main as a folder", { main: "folder" }],
    ["nothing", {}],
  ])("finds the entry by %s", async (_, manifest) => {
    const project = new TemporaryProject();
    const directory = "node_modules/sample";
    project.add(
      "sample",
      manifest,
      Object.keys(manifest).length === 0 ? SAMPLE : "throw new Error('wrong entry')",
    );
    project.write(`${directory}/lib/main.js`, SAMPLE);
    project.write(`${directory}/folder/index.js`, SAMPLE);
    expect((await importFrom(project)).name).toBe("Sample");
  });

  it.each([
    ["leads out of the package", { exports: "./../other/index.js" }],
    ["is an absolute path", { exports: "/etc/passwd" }],
    ["is a URL", { exports: "data:text/javascript,export default 1" }],
    ["is main outside the package", { main: "../other/index.js" }],
    ["is a link out of the package", { exports: "./link.js" }],
    ["is hidden from import", { exports: { ".": { require: "./index.js" } } }],
    ["is null", { exports: { ".": null } }],
    ["is not exported", { exports: { "./package.json": "./package.json" } }],
    ["is missing", { exports: "./dist/index.js" }],
  ])("refuses a package whose entry %s", async (_, manifest) => {
    const project = new TemporaryProject();
    project.add("sample", manifest, SAMPLE);
    project.install("other");
    project.link("../other/index.js", "node_modules/sample/link.js");
    await expect(importFrom(project)).rejects.toMatchObject({ code: "AUX_PACKAGE_IMPORT" });
  });

  it("refuses a package that vanished since it was found", async () => {
    const project = new TemporaryProject();
    const directory = project.add("sample");
    const [candidate] = findCandidates(project.rootPath).candidates;
    rmSync(directory, { recursive: true });
    if (candidate === undefined) throw new Error("no candidate");
    await expect(importAuxiliary(candidate)).rejects.toMatchObject({ code: "AUX_PACKAGE_IMPORT" });
  });

  it.each([
    ["nothing", "export {};"],
    ["the base class alone", 'export { Auxiliary } from "@aux/core";'],
    ["a class that extends something else", "export default class Sample { start() {} stop() {} }"],
    ["an object with the methods", "export default { start() {}, stop() {} };"],
  ])("says that a package exports no auxiliary: %s", async (_, source) => {
    await expect(importSource(source)).rejects.toMatchObject({ code: "AUX_PACKAGE_NO_AUXILIARY" });
  });

  it("says which two auxiliaries a package exports", async () => {
    await expect(importSource(`${SAMPLE} export class Other extends Sample {}`)).rejects.toMatchObject({
      code: "AUX_PACKAGE_MANY_AUXILIARIES",
      message: expect.stringMatching(/Sample.*Other|Other.*Sample/),
    });
  });

  it.each([
    ["throws", "throw new Error('boom');", /boom/],
    ["has a syntax error", "export default class {", /cannot be imported/],
    ["throws no error", "throw 'plain words';", /plain words/],
  ])("passes on why a package that %s cannot be imported", async (_, source, message) => {
    await expect(importSource(source)).rejects.toMatchObject({
      code: "AUX_PACKAGE_IMPORT",
      message: expect.stringMatching(message),
      cause: expect.anything(),
    });
  });

  it("says to add core where it is missing, and only then", async () => {
    const project = new TemporaryProject();
    project.add("sample");
    rmSync(join(project.rootPath, "node_modules/@aux/core"), { recursive: true });
    await expect(importFrom(project)).rejects.toMatchObject({
      code: "AUX_PACKAGE_IMPORT",
      remedy: expect.stringContaining("Add @aux/core"),
    });
    await expect(importSource('import "missing-one";')).rejects.toMatchObject({
      code: "AUX_PACKAGE_IMPORT",
      remedy: expect.not.stringContaining("Add @aux/core"),
    });
  });

  it("does not wait for ever for a package that never finishes loading", async () => {
    const source = `await new Promise(() => {}); ${BARE}`;
    await expect(importSource(source, {}, 50)).rejects.toMatchObject({
      code: "AUX_PACKAGE_IMPORT",
      message: expect.stringContaining("did not load within"),
    });
  });

  it("says that a package is written for another contract", async () => {
    const source = `${SAMPLE} Object.defineProperty(Auxiliary, Symbol.for("aux.auxiliary"), { value: 2 });`;
    await expect(importSource(source)).rejects.toMatchObject({ code: "AUX_PACKAGE_API" });
  });

  it.each(["start", "stop"])("says that a class has no %s()", async (method) => {
    const source = SAMPLE.replace(`${method}() { return true; }`, "");
    await expect(importSource(source)).rejects.toMatchObject({
      code: "AUX_CLASS_INVALID",
      message: expect.stringContaining(`${method}()`),
    });
  });
});
