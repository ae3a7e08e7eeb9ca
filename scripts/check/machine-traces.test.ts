import { describe, expect, it } from "vitest";
import { buildTemporaryRepository } from "../workspace/temporary-repository.ts";
import { findMachineTraces } from "./machine-traces.ts";

const TRAITS = { folders: ["/srv/builds/project"], registryHosts: ["packages.example.test"] };
// In pieces, so that this file does not hold what it looks for.
const HOME = ["", "home", "someone", "x"].join("/");

describe("findMachineTraces", () => {
  it.each([
    ["a home folder", "a.md", `see ${HOME}`],
    ["root's home", "a.sh", `cp x ${["", "root", ""].join("/")}`],
    ["a Windows home folder", "a.json", ["C:", "Users", "someone"].join("\\")],
    ["the repository's own folder", "a.ts", "// /srv/builds/project/src"],
    ["a registry's host", "pnpm-lock.yaml", "x: https://packages.example.test/y"],
    [
      "a tarball's address in the lockfile",
      "pnpm-lock.yaml",
      "resolution: {tarball: https://example.com/a.tgz}",
    ],
    ["a registry in .npmrc", "packages/a/.npmrc", "@aux:registry=https://example.com"],
  ])("finds %s", (_, path, text) => {
    const rootPath = buildTemporaryRepository({ [path]: `fine\n${text}\n` });
    expect(findMachineTraces(rootPath, TRAITS).map(({ where }) => where)).toEqual([`${path}:2`]);
  });

  it("lets relative paths, addresses and longer names pass", () => {
    const text = `~/home/x example.com${HOME} /srv/builds/project-two \${HOME}/x src/root/x`;
    expect(findMachineTraces(buildTemporaryRepository({ "a.md": text }), TRAITS)).toEqual([]);
  });
});
