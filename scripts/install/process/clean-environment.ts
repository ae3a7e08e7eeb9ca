import { delimiter, dirname } from "node:path";

// What an outer package manager or CI hands down, and what would make an inner one behave unlike on a newcomer's machine.
const INHERITED =
  /^(?:npm_|pnpm_(?!home)|yarn_|bun_|corepack_|init_cwd$|node_options$|node_path$|ci$|force_color$)/i;
const WORKSPACE_FOLDER = /node_modules[\\/]\.bin|node-gyp-bin/;

/**
 * This process's environment as a fresh shell would have it: nothing of the package manager that runs the script, no
 * bins of the workspace on PATH, this very Node first.
 */
export function buildCleanEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !INHERITED.test(name));
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => !WORKSPACE_FOLDER.test(folder));
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), ...folders].join(delimiter),
    NO_COLOR: "1",
  };
}
