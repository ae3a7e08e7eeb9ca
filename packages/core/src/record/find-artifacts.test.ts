import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-run.ts";
import { examineArtifact } from "./examine-artifact.ts";
import { findArtifacts } from "./find-artifacts.ts";

function folderWith(...names: readonly string[]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "shots"));
  for (const name of names) writeFileSync(join(folder, "shots", name), "{}");
  return folder;
}

it.each([
  ["shots/*.png", ["shots/0001.png", "shots/0002.png"]],
  ["shots/0001*", ["shots/0001.png", "shots/0001.txt"]],
  ["shots/0*2*g", ["shots/0002.png"]],
  ["shots/*", ["shots/0001.png", "shots/0001.txt", "shots/0002.png"]],
  ["shots/none-*.png", []],
  ["elsewhere/*.png", []],
  ["shots/9999.png", ["shots/9999.png"]],
])("%s means %j", async (declared, found) => {
  const folder = folderWith("0002.png", "0001.png", "0001.txt");
  expect(await findArtifacts(folder, declared)).toEqual(found);
});

it("a declared pattern is every file that fits, each held against its kind; none is no problem", async () => {
  const folder = folderWith("b.json", "a.json");
  const { artifacts, problems } = await examineArtifact(folder, { path: "shots/*.json", kind: "json" });
  expect(artifacts).toMatchObject([
    { path: "shots/a.json", bytes: 2, whole: true },
    { path: "shots/b.json", bytes: 2, whole: true },
  ]);
  expect(problems).toEqual([]);
  expect(await examineArtifact(folder, { path: "shots/*.png", kind: "png" })).toEqual({
    artifacts: [],
    problems: [],
  });
});

it("a pattern that leads out of the analysis folder is refused", async () => {
  const { artifacts, problems } = await examineArtifact(folderWith(), { path: "../*", kind: "png" });
  expect(artifacts).toEqual([]);
  expect(problems).toMatchObject([{ code: "AUX_ARTIFACT_OUTSIDE" }]);
});
