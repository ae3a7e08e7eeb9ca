import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { buildCleanEnvironment } from "./clean-environment.ts";

describe("buildCleanEnvironment", () => {
  it("drops what an outer package manager and CI hand down, and keeps the rest", () => {
    const env = buildCleanEnvironment({
      PATH: "/usr/bin",
      HOME: "/somewhere",
      PNPM_HOME: "/store",
      npm_config_registry: "http://public.example/",
      NPM_CONFIG_USERCONFIG: "/somewhere/.npmrc",
      pnpm_config_verify_deps_before_run: "false",
      CI: "true",
    });
    expect(Object.keys(env).sort()).toEqual(["HOME", "NO_COLOR", "PATH", "PNPM_HOME"]);
  });

  it("takes the workspace's bins off PATH and puts this Node first", () => {
    const { PATH } = buildCleanEnvironment({ PATH: "/work/node_modules/.bin:/usr/bin" });
    expect(PATH).toBe(`${dirname(process.execPath)}:/usr/bin`);
  });
});
