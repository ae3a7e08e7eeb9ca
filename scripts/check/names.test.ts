import { expect, it } from "vitest";
import { buildTemporaryRepository } from "../workspace/temporary-repository.ts";
import { findReservedNames } from "./names.ts";

it("finds names that Windows reserves, as file or folder, in any case and with any extension", () => {
  const rootPath = buildTemporaryRepository({
    "src/aux/a.ts": "",
    "AUX.md": "",
    "docs/con.txt": "",
    "auxiliary.ts": "",
    "x-aux.ts": "",
  });
  expect(findReservedNames(rootPath).map(({ where }) => where)).toEqual([
    "AUX.md",
    "docs/con.txt",
    "src/aux/a.ts",
  ]);
});
