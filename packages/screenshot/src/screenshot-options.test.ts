import { resolveOptions, toSnakeCase } from "@aux/core";
import { describe, expect, it } from "vitest";
import { SCREENSHOT_OPTIONS } from "./screenshot-options.ts";

const FILE = "conf/auxiliaries.conf";
const LINE = 7;

function resolve(options: Readonly<Record<string, unknown>>) {
  const place = (key: string) => ({ file: FILE, line: LINE, key: toSnakeCase(key) });
  const keys = Object.fromEntries(Object.keys(options).map((key) => [key, place(key)]));
  return resolveOptions(SCREENSHOT_OPTIONS, options, { section: "screenshot", file: FILE, line: 1, keys });
}

describe("the options of [screenshot]", () => {
  it.each([
    ["rate", "0"],
    ["rate", "31"],
    ["threshold", "101"],
    ["maxShots", "1"],
    ["mask", "0,0,0x0"],
    ["mask", "everything"],
    ["source", "rdp"],
    ["vnc", "5901"],
    ["display", "0"],
  ])("%s = %s is a fault of the configuration, with file and line", async (key, value) => {
    const { problems } = await resolve({ [key]: value });
    expect(problems).toMatchObject([
      { code: "AUX_CONF_VALUE", at: { file: FILE, line: LINE, key: toSnakeCase(key), value } },
    ]);
  });

  it("may be set by a task where they say what is kept, and not where they say what is looked at", () => {
    const open = Object.entries(SCREENSHOT_OPTIONS.declarations).filter(
      ([, option]) => option.taskMayOverride,
    );
    expect(open.map(([key]) => key)).toEqual(["rate", "threshold", "mask", "maxShots"]);
  });

  it("take areas from code as they are", async () => {
    const mask = [{ x: 1, y: 2, width: 3, height: 4 }];
    expect((await resolve({ mask })).options).toMatchObject({ mask });
  });
});
