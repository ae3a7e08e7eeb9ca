import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "tsup";
import { removeStaleOutput } from "./scripts/workspace/remove-stale-output.ts";

const startedMs = Date.now();

const packages = readdirSync("packages").filter((name) => existsSync(`packages/${name}/package.json`));

export default defineConfig(
  packages.map((name) => ({
    name,
    entry: ["index", "bin"]
      .map((entry) => `packages/${name}/src/${entry}.ts`)
      .filter((file) => existsSync(file)),
    outDir: `packages/${name}/dist`,
    tsconfig: `packages/${name}/tsconfig.json`,
    format: ["esm" as const],
    target: "node20",
    platform: "node" as const,
    skipNodeModulesBundle: true,
    sourcemap: true,
    splitting: true,
    // tsc -b writes the declarations (one process for all packages); `clean` would delete them.
    dts: false,
    clean: false,
    onSuccess: async () => removeStaleOutput(`packages/${name}`, startedMs),
    silent: true,
  })),
);
