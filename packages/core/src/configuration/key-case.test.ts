import { describe, expect, it } from "vitest";
import { toCamelCase, toSnakeCase } from "./key-case.ts";

describe("the two spellings of a key", () => {
  it("converts a configuration file's key to code's and back", () => {
    expect(toCamelCase("include_control_traffic")).toBe("includeControlTraffic");
    expect(toSnakeCase("includeControlTraffic")).toBe("include_control_traffic");
  });

  it("never maps two keys to one", () => {
    const keys = ["port2", "port_2", "a_b", "ab", "a__b", "a_", "a"];
    expect(keys.map((key) => toSnakeCase(toCamelCase(key)))).toEqual(keys);
    expect(new Set(keys.map(toCamelCase)).size).toBe(keys.length);
  });
});
