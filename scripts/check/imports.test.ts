import { describe, expect, it } from "vitest";
import { buildTemporaryRepository } from "../workspace/temporary-repository.ts";
import { findForbiddenImports } from "./imports.ts";

const PEER = { peerDependencies: { "@aux/core": "workspace:>=0.1.0 <1" } };
const CORE = { "packages/core/package.json": JSON.stringify({ name: "@aux/core" }) };
const CLI = { "packages/cli/package.json": JSON.stringify({ name: "@aux/cli" }) };
const TESTING = { "packages/testing/package.json": JSON.stringify({ name: "@aux/testing" }) };

function buildAuxiliary(name: string, more: object = PEER): Record<string, string> {
  const manifest = { name: `@aux/${name}`, keywords: ["auxiliary-module"], auxiliary: { name }, ...more };
  return { [`packages/${name}/package.json`]: JSON.stringify(manifest, null, 2) };
}

function findIn(files: Record<string, string>): string[] {
  return findForbiddenImports(buildTemporaryRepository(files)).map(({ where, what }) => `${where} ${what}`);
}

describe("findForbiddenImports", () => {
  it.each([
    [
      "a library that imports the cli",
      "packages/core/src/a.ts",
      '\nimport { x } from "@aux/cli";\n',
      ":2 imports @aux/cli",
    ],
    [
      "an import of types",
      "packages/core/src/a.ts",
      'import type { x } from "@aux/cli";\n',
      ":1 imports @aux/cli",
    ],
    [
      "a dynamic import",
      "packages/core/src/a.ts",
      'const x = await import("@aux/cli");\n',
      ":1 imports @aux/cli",
    ],
    [
      "a re-export over lines",
      "packages/core/src/a.ts",
      'export {\n  x,\n} from "@aux/cli";\n',
      ":1 imports @aux/cli",
    ],
    [
      "a path into another package",
      "packages/core/src/a.ts",
      'import "../../cli/src/x.ts";\n',
      ":1 imports ../../cli/src/x.ts",
    ],
    [
      "fixtures in product code",
      "packages/screenshot/src/a.ts",
      'import "../../../fixtures/machine.ts";\n',
      ":1 imports ../../../fixtures/machine.ts",
    ],
    [
      "testing in product code",
      "packages/screenshot/src/a.ts",
      'import "@aux/testing";\n',
      ":1 imports @aux/testing",
    ],
    [
      "another auxiliary, in a test too",
      "packages/screenshot/src/a.test.ts",
      'import "@aux/mitm";\n',
      ":1 imports @aux/mitm",
    ],
  ])("finds %s", (_, path, source, expected) => {
    const auxiliaries = { ...buildAuxiliary("screenshot"), ...buildAuxiliary("mitm") };
    expect(findIn({ ...CORE, ...CLI, ...TESTING, ...auxiliaries, [path]: source })).toEqual([
      `${path}${expected}`,
    ]);
  });

  it("allows core to an auxiliary, and testing to its tests", () => {
    const files = {
      ...CORE,
      ...TESTING,
      ...buildAuxiliary("mitm", { ...PEER, devDependencies: { "@aux/testing": "workspace:*" } }),
      "packages/mitm/src/a.ts": 'import { Auxiliary } from "@aux/core";\n',
      "packages/mitm/e2e/a.test.ts": 'import { describeAuxiliary } from "@aux/testing";\n',
      "packages/mitm/e2e/b.test.ts": 'import { startMachine } from "../../../fixtures/machine.ts";\n',
    };
    expect(findIn(files)).toEqual([]);
  });

  it("allows the package that a manifest declares itself an alias of", () => {
    const alias = {
      auxiliary: { name: "mitm", aliasOf: "@aux/mitm" },
      dependencies: { "@aux/mitm": "workspace:^" },
    };
    const files = { ...CORE, ...buildAuxiliary("mitm"), ...buildAuxiliary("proxy", { ...PEER, ...alias }) };
    expect(findIn({ ...files, "packages/proxy/src/index.ts": 'export { x } from "@aux/mitm";\n' })).toEqual(
      [],
    );
  });

  it("finds a dependency that the rules forbid, and a cycle, in manifests alone", () => {
    const core = { name: "@aux/core", dependencies: { "@aux/analysis": "workspace:^" } };
    const analysis = { name: "@aux/analysis", dependencies: { "@aux/core": "workspace:^" } };
    const found = findIn({
      "packages/core/package.json": JSON.stringify(core, null, 2),
      "packages/analysis/package.json": JSON.stringify(analysis),
    });
    expect(found).toEqual([
      "packages/core/package.json:4 dependencies has @aux/analysis",
      "packages/analysis/package.json:1 cycle: @aux/analysis -> @aux/core -> @aux/analysis",
    ]);
  });

  it("finds a core that is a plain dependency, or a peer in another range", () => {
    const plain = buildAuxiliary("mitm", { dependencies: { "@aux/core": "workspace:^" } });
    const caret = buildAuxiliary("proxy", { peerDependencies: { "@aux/core": "workspace:^" } });
    expect(findIn({ ...CORE, ...plain, ...caret })).toEqual([
      "packages/mitm/package.json:10 @aux/core is in dependencies",
      "packages/mitm/package.json:2 @aux/core is no peer dependency",
      'packages/proxy/package.json:10 @aux/core is a peer in the range "workspace:^"',
    ]);
  });

  it("finds a keyword without the field and a field without the keyword", () => {
    const keywordOnly = JSON.stringify({ name: "@aux/qmp", keywords: ["auxiliary-module"] });
    const found = findIn({
      ...CORE,
      ...buildAuxiliary("mitm", { ...PEER, keywords: [] }),
      "packages/qmp/package.json": keywordOnly,
    });
    expect(found).toEqual([
      expect.stringContaining("no keyword auxiliary-module"),
      expect.stringContaining('no field "auxiliary"'),
    ]);
  });
});
