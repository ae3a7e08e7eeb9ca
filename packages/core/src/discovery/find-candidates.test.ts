import { execFileSync } from "node:child_process";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auxiliarySource, TemporaryProject } from "../../test/temporary-project.ts";
import { findCandidates } from "./find-candidates.ts";

describe("findCandidates", () => {
  it("finds direct dependencies of all three kinds by keyword, and tells what their package.json says", () => {
    const project = new TemporaryProject();
    const directory = project.install("@acme/dns-log", { auxiliary: { order: 5 } });
    project.install("sniffer-tcpdump", { auxiliary: { name: "sniffer", aliasOf: "@aux/other" } });
    project.install("optional-one");
    project.install("plain", { keywords: ["something"] });
    project.write(
      "package.json",
      JSON.stringify({
        dependencies: { "@acme/dns-log": "1", plain: "1" },
        devDependencies: { "sniffer-tcpdump": "1", "@acme/dns-log": "1" },
        optionalDependencies: { "optional-one": "1" },
      }),
    );
    const found = findCandidates(project.rootPath);
    expect(found.problems).toEqual([]);
    expect(found.candidates).toEqual([
      {
        name: "dns-log",
        package: "@acme/dns-log",
        dependency: "@acme/dns-log",
        version: "1.2.3",
        directory,
        order: 5,
      },
      expect.objectContaining({ name: "sniffer", package: "sniffer-tcpdump", aliasOf: "@aux/other" }),
      expect.objectContaining({ name: "optional-one" }),
    ]);
  });

  it("never lists a transitive dependency or a peer, even hoisted and with the keyword", () => {
    const project = new TemporaryProject();
    project.add("parent", { dependencies: { hoisted: "1" }, keywords: [] });
    project.install("hoisted");
    project.install("parent/node_modules/nested");
    project.write("package.json", '{"dependencies":{"parent":"1"},"peerDependencies":{"hoisted":"1"}}');
    expect(findCandidates(project.rootPath)).toEqual({ candidates: [], problems: [], notInstalled: [] });
  });

  it("imports nothing", () => {
    const project = new TemporaryProject();
    project.add("loud", {}, "globalThis.loudWasImported = true;");
    expect(findCandidates(project.rootPath).candidates).toHaveLength(1);
    expect("loudWasImported" in globalThis).toBe(false);
  });

  it("sees a package whose `exports` hide its package.json", () => {
    const project = new TemporaryProject();
    project.add("hidden", { exports: { ".": "./index.js" } });
    expect(findCandidates(project.rootPath).candidates).toHaveLength(1);
  });

  it("takes the word only where it is one of the keywords", () => {
    const project = new TemporaryProject();
    project.add("in-text", { keywords: ["x"], description: "no auxiliary-module" });
    project.add("no-array", { keywords: "auxiliary-module" });
    project.add("longer", { keywords: ["auxiliary-module-tools"] });
    expect(findCandidates(project.rootPath)).toEqual({ candidates: [], problems: [], notInstalled: [] });
  });

  it("finds other kinds of packages by their own keyword and field", () => {
    const project = new TemporaryProject();
    project.add("@aux/machinery-qemu", { keywords: ["auxiliary-machinery"], machinery: { name: "qemu" } });
    project.add("@aux/sniffer");
    const { candidates } = findCandidates(project.rootPath, {
      keyword: "auxiliary-machinery",
      field: "machinery",
    });
    expect(candidates.map(({ name }) => name)).toEqual(["qemu"]);
  });

  it("follows links, and takes two names of one folder for one candidate", () => {
    const project = new TemporaryProject();
    const real = project.install(".store/sniffer@1/node_modules/sniffer", { name: "sniffer" });
    project.link(real, "node_modules/sniffer");
    project.link(real, "node_modules/alias");
    project.depend("alias", "sniffer");
    const { candidates } = findCandidates(project.rootPath);
    expect(candidates).toHaveLength(1);
    expect(candidates[0]).toMatchObject({ package: "sniffer", dependency: "alias" });
    expect(realpathSync(candidates[0]?.directory ?? "")).toBe(real);
  });

  it("takes an alias that npm installed as a copy for the same candidate, but not another version", () => {
    const project = new TemporaryProject();
    project.install("sniffer");
    project.install("copy", { name: "sniffer" });
    project.install("older", { name: "sniffer", version: "0.9.0" });
    project.depend("sniffer", "copy", "older");
    const { candidates } = findCandidates(project.rootPath);
    expect(candidates.map(({ dependency }) => dependency)).toEqual(["sniffer", "older"]);
  });

  it("looks in the node_modules of the folders above, the nearest first, as Node does", () => {
    const project = new TemporaryProject();
    project.install("sniffer");
    project.install("dns-log");
    project.write("packages/app/package.json", '{"dependencies":{"sniffer":"1","dns-log":"1"}}');
    project.write(
      "packages/app/node_modules/sniffer/package.json",
      '{"name":"sniffer","version":"9.0.0","keywords":["auxiliary-module"]}',
    );
    const { candidates } = findCandidates(join(project.rootPath, "packages/app"));
    expect(candidates.map(({ name, version }) => [name, version])).toEqual([
      ["sniffer", "9.0.0"],
      ["dns-log", "1.2.3"],
    ]);
  });

  it("names dependencies that are not installed", () => {
    const project = new TemporaryProject();
    project.depend("absent");
    expect(findCandidates(project.rootPath)).toEqual({
      candidates: [],
      problems: [],
      notInstalled: ["absent"],
    });
  });

  it.each(["../evil", "..", "a/../../evil", "@a/../b", ".hidden", "a\\b", "", "/etc", "@a/b/c"])(
    "refuses %j as a dependency's name and looks at the others",
    (name) => {
      const project = new TemporaryProject();
      project.install("sniffer");
      project.write("evil/package.json", '{"name":"evil","keywords":["auxiliary-module"]}');
      project.write("package.json", JSON.stringify({ dependencies: { [name]: "1", sniffer: "1" } }));
      const found = findCandidates(project.rootPath);
      expect(found.problems.map(({ code }) => code)).toEqual(["AUX_ROOT_INVALID"]);
      expect(found.candidates.map((candidate) => candidate.package)).toEqual(["sniffer"]);
    },
  );

  it("is not confused by names of Object's prototype", () => {
    const project = new TemporaryProject();
    project.write("package.json", '{"dependencies":{"__proto__":"1","constructor":"1"}}');
    expect(findCandidates(project.rootPath).notInstalled).toEqual(["__proto__", "constructor"]);
    expect("polluted" in {}).toBe(false);
  });

  it.each([
    ["no package.json", undefined],
    ["no JSON", "{"],
    ["an array", "[]"],
    ["null", "null"],
    ["more than 1 MiB", `{"x":"${"a".repeat(1_048_576)}"}`],
  ])("calls a root with %s invalid", (_, text) => {
    const project = new TemporaryProject();
    rmSync(join(project.rootPath, "package.json"));
    if (text !== undefined) project.write("package.json", text);
    expect(findCandidates(project.rootPath).problems.map(({ code }) => code)).toEqual(["AUX_ROOT_INVALID"]);
  });

  it("calls a root that does not exist invalid", () => {
    expect(findCandidates("/nowhere/at/all").problems.map(({ code }) => code)).toEqual(["AUX_ROOT_INVALID"]);
  });

  it.each([
    ["a name of no section", { auxiliary: { name: "../x" } }],
    ["an upper-case name", { auxiliary: { name: "Sniffer" } }],
    ["a name that is no text", { auxiliary: { name: 3 } }],
    ["a name that is too long", { auxiliary: { name: "a".repeat(65) } }],
  ])("reports a package with %s and goes on", (_, manifest) => {
    const project = new TemporaryProject();
    project.add("broken", manifest);
    project.add("sniffer");
    const found = findCandidates(project.rootPath);
    expect(found.problems).toEqual([
      expect.objectContaining({ code: "AUX_PACKAGE_INVALID", message: expect.stringContaining("broken") }),
    ]);
    expect(found.candidates.map(({ name }) => name)).toEqual(["sniffer"]);
  });

  it("reports a package.json that is broken, a folder, a pipe or too large", () => {
    const project = new TemporaryProject();
    project.depend("broken", "folder", "pipe", "large");
    project.write("node_modules/broken/package.json", '{"keywords":["auxiliary-module"]');
    mkdirSync(join(project.rootPath, "node_modules/folder/package.json"), { recursive: true });
    mkdirSync(join(project.rootPath, "node_modules/pipe"));
    execFileSync("mkfifo", [join(project.rootPath, "node_modules/pipe/package.json")]);
    project.write("node_modules/large/package.json", `{"x":"${"a".repeat(1_048_576)}"}`);
    const found = findCandidates(project.rootPath);
    expect(found.candidates).toEqual([]);
    expect(found.problems.map(({ message }) => /of (\w+) cannot/.exec(message)?.[1])).toEqual([
      "broken",
      "folder",
      "large",
    ]);
  });

  it("ignores an `order` and `aliasOf` of the wrong type", () => {
    const project = new TemporaryProject();
    project.add("sniffer", { auxiliary: { order: "5", aliasOf: 3 } }, auxiliarySource("Sniffer"));
    const [candidate] = findCandidates(project.rootPath).candidates;
    expect(candidate).toBeDefined();
    expect(candidate).not.toHaveProperty("order");
    expect(candidate).not.toHaveProperty("aliasOf");
  });
});
