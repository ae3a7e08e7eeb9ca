import { defineConfig } from "vitest/config";

const ssr = { resolve: { conditions: ["@aux/source", "module", "node", "development|production"] } };

/** On CI's machine, which others load as well: what fails is tried once more, and the report says that it was. */
const retry = process.env.CI === undefined ? 0 : 1;

export default defineConfig({
  test: {
    projects: [
      {
        ssr,
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.ts",
            "scripts/**/*.test.ts",
            "guest/**/*.test.ts",
            "tests/**/*.test.ts",
          ],
          isolate: false,
          retry,
        },
      },
      {
        ssr,
        test: {
          name: "e2e",
          include: ["packages/*/e2e/**/*.test.ts", "e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          retry,
        },
      },
      {
        ssr,
        test: {
          name: "faults",
          include: ["faults/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          retry,
        },
      },
    ],
  },
});
