/**
 * How to call the pnpm that runs this script: `npx pnpm@…` gives no `pnpm` that a child could rely on elsewhere,
 * but names its own file in `npm_execpath`. Outside of pnpm it is `pnpm` on PATH.
 */
export function buildPnpmCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): { file: string; args: string[] } {
  const pnpmPath = env.npm_execpath;
  if (pnpmPath?.includes("pnpm") && /\.c?js$/.test(pnpmPath))
    return { file: process.execPath, args: [pnpmPath, ...args] };
  return { file: pnpmPath?.includes("pnpm") ? pnpmPath : "pnpm", args: [...args] };
}
