import { describe, expect, it } from "vitest";
import { resolveCommonOptions } from "./common-options.ts";

const LOCATION = { section: "sniffer" };

describe("the keys that every section may have", () => {
  it("are enabled, not required and nothing else by default", () => {
    expect(resolveCommonOptions({}, LOCATION)).toEqual({
      common: { enabled: true, required: false },
      problems: [],
    });
  });

  it("are converted, with times in milliseconds and sizes in bytes", () => {
    const given = {
      enabled: "no",
      order: "-2",
      required: "1",
      startTimeout: "2.5",
      stopTimeout: "86400",
      hookTimeout: "0.5",
      onCrash: "restart",
      maxSize: "0.5",
      minFree: "0",
      package: "@aux/sniffer",
    };
    expect(resolveCommonOptions(given, LOCATION)).toEqual({
      common: {
        enabled: false,
        required: true,
        order: -2,
        startTimeoutMs: 2500,
        stopTimeoutMs: 86_400_000,
        hookTimeoutMs: 500,
        onCrash: "restart",
        maxSizeBytes: 524_288,
        minFreeBytes: 0,
        package: "@aux/sniffer",
      },
      problems: [],
    });
  });

  it("are taken with typed values from code, and leave the module's own keys alone", () => {
    const given = { enabled: true, order: 3, startTimeout: 1, bpf: "ip" };
    expect(resolveCommonOptions(given, LOCATION)).toEqual({
      common: { enabled: true, required: false, order: 3, startTimeoutMs: 1000 },
      problems: [],
    });
  });

  it.each([
    ["enabled", "maybe"],
    ["order", "first"],
    ["order", "1.5"],
    ["required", ""],
    ["startTimeout", "0"],
    ["startTimeout", "-1"],
    ["stopTimeout", "86401"],
    ["stopTimeout", "1e3"],
    ["hookTimeout", "never"],
    ["onCrash", "panic"],
    ["maxSize", "0"],
    ["maxSize", "1GB"],
    ["minFree", "-1"],
    ["package", "../evil"],
  ])("refuse %s = %s", (key, value) => {
    const { common, problems } = resolveCommonOptions({ [key]: value }, LOCATION);
    expect(problems).toMatchObject([{ code: "AUX_CONF_VALUE", at: { key } }]);
    expect(common.enabled).toBe(key !== "enabled");
  });
});
