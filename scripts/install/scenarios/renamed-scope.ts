import { join } from "node:path";
import { addToPath, PACKAGE_MANAGERS } from "../clients/package-manager.ts";
import { ReleaseClone } from "../release/release-clone.ts";
import type { Scenario } from "./scenario.ts";

const SCOPE = "@elsewhere";
const WORK_TIMEOUT_MS = 180_000;

/** The documented command gives the packages another scope, after which the repository builds and tests as before. */
export const renamedScope: Scenario = {
  manager: PACKAGE_MANAGERS.pnpm10.name,
  added: `nothing: pnpm rename-scope ${SCOPE}, in a clone`,
  run: async ({ rootPath, sourcePath, folderPath, settings }) => {
    const env = await addToPath(rootPath, PACKAGE_MANAGERS.pnpm10.tool, settings.env);
    const clone = await ReleaseClone.create(sourcePath, join(folderPath, "clone"), env);
    const rename = (): Promise<string> => clone.run("pnpm", ["run", "rename-scope", SCOPE], WORK_TIMEOUT_MS);
    const present = /@[\w-]+ is @elsewhere now/.exec(await rename())?.[0].split(" ")[0];
    if (!present) throw new Error("rename-scope did not say what it renamed");
    await assertNothingLeft(clone, present);
    if (!(await rename()).includes("already")) throw new Error("the second rename-scope did something");
    await clone.run("pnpm", ["run", "build"], WORK_TIMEOUT_MS);
    await clone.run("pnpm", ["exec", "vitest", "run", "--project", "unit", "packages/core"], WORK_TIMEOUT_MS);
    return `${present} nowhere left; builds, and core's unit tests pass`;
  },
};

async function assertNothingLeft(clone: ReleaseClone, scope: string): Promise<void> {
  const { code, output } = await clone.try("git", ["grep", "--line-number", "--fixed-strings", `${scope}/`]);
  if (code !== 1) throw new Error(`${scope}/ is still named:\n${output}`);
}
