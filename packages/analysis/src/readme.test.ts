import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toSnakeCase } from "@aux/core";
import { expect, it } from "vitest";
import { ANALYSIS_PROBLEMS } from "./analysis-problems.ts";
import { EXTERNAL_OPTIONS } from "./machinery/external-machinery.ts";

const read = (path: string) => readFileSync(resolve(import.meta.dirname, path), "utf8");
const readme = read("../README.md");

it("the README lists every problem of an analysis", () => {
  const codes = Object.keys(ANALYSIS_PROBLEMS).filter((code) => !code.startsWith("AUX_HOST_"));
  expect(codes.filter((code) => !readme.includes(`| ${code} |`))).toEqual([]);
});

it("README, docs/control.md and conf/machines.conf name every key of a machine that somebody else drives", () => {
  const keys = Object.keys(EXTERNAL_OPTIONS.declarations).map(toSnakeCase);
  for (const text of [readme, read("../../../docs/control.md")])
    expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  const conf = read("../../../conf/machines.conf");
  expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(conf))).toEqual([]);
});
