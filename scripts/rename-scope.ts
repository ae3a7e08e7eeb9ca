import { buildPnpmCommand } from "./process/pnpm-command.ts";
import { runCommand } from "./process/run-command.ts";
import { findScope, renameScope } from "./rename/rename-scope.ts";

// The links of node_modules and the order of the lockfile follow the names; so do the order of imports and line breaks.
const AFTERWARDS = [
  ["install", "--no-frozen-lockfile"],
  ["exec", "biome", "check", "--write", "."],
];

/** `pnpm rename-scope @acme`: gives every package another scope, everywhere it is named. Run twice, it does nothing more. */
async function main(scope: string | undefined): Promise<number> {
  if (!scope) {
    console.error(`usage: pnpm rename-scope @SCOPE   (it is ${findScope(process.cwd())} now)`);
    return 2;
  }
  const present = findScope(process.cwd());
  const changed = renameScope(process.cwd(), scope);
  if (changed.length === 0) {
    console.log(`the scope is ${scope} already`);
    return 0;
  }
  console.log(`${present} is ${scope} now, in ${changed.length} files`);
  for (const words of AFTERWARDS) {
    const { file, args } = buildPnpmCommand(words);
    const { code, output } = await runCommand(file, args);
    if (code === 0) continue;
    console.error(`pnpm ${words.join(" ")} failed:\n${output}`);
    return 1;
  }
  return 0;
}

try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
