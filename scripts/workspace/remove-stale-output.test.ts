import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { removeStaleOutput } from "./remove-stale-output.ts";
import { buildTemporaryRepository } from "./temporary-repository.ts";

it("removes scripts of earlier builds and declarations without source, and keeps the rest", () => {
  const packagePath = buildTemporaryRepository({
    "src/a.ts": "",
    "dist/a.js": "",
    "dist/a.d.ts": "",
    "dist/gone.d.ts": "",
    "dist/chunk-OLD.js": "",
    "dist/.tsbuildinfo": "",
  });
  const [longAgo, now] = [new Date(1_000_000), Date.now()];
  for (const name of ["chunk-OLD.js", ".tsbuildinfo", "a.d.ts"])
    utimesSync(join(packagePath, "dist", name), longAgo, longAgo);
  removeStaleOutput(packagePath, now - 60_000);
  expect(readdirSync(join(packagePath, "dist")).sort()).toEqual([".tsbuildinfo", "a.d.ts", "a.js"]);
});
