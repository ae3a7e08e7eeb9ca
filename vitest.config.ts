import { defineConfig } from "vitest/config";

const ssr = { resolve: { conditions: ["@aux/source", "module", "node", "development|production"] } };

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
        },
      },
      {
        ssr,
        test: {
          name: "e2e",
          include: ["packages/*/e2e/**/*.test.ts", "e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
      {
        ssr,
        test: {
          name: "faults",
          include: ["faults/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
