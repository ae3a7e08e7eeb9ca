import { describe, expect, it } from "vitest";
import { flagOption, integerOption, textOption } from "./option.ts";
import type { OptionsLocation } from "./option-place.ts";
import { declareOptions, type ForeignResult, type ForeignSchema } from "./options-schema.ts";
import { resolveOptions } from "./resolve-options.ts";

const SCHEMA = declareOptions({
  bpf: textOption({ description: "A filter." }),
  snapLen: integerOption({ description: "Bytes kept of a packet.", default: 0, max: 262_144 }),
  verbose: flagOption({ description: "Says more.", default: false }),
  apiKey: textOption({ description: "A key.", secret: true, pattern: /^[a-z]+$/ }),
});

const LOCATION: OptionsLocation = {
  section: "sniffer",
  file: "conf/auxiliaries.conf",
  line: 3,
  keys: {
    snapLen: { file: "conf/auxiliaries.conf", line: 5, key: "snap_len", value: "x" },
    snapLne: { file: "conf/auxiliaries.conf", line: 6, key: "snap_lne", value: "1" },
    apiKey: { file: "conf/auxiliaries.conf", line: 7, key: "api_key" },
  },
};

function foreign(validate: (value: unknown) => ForeignResult | Promise<ForeignResult>): ForeignSchema {
  return { "~standard": { version: 1, vendor: "test", validate } };
}

describe("options of a module that declares them", () => {
  it("are converted, with defaults for what is not given", async () => {
    const { options, problems } = await resolveOptions(SCHEMA, { snapLen: "96", verbose: "yes" }, LOCATION);
    expect(problems).toEqual([]);
    expect(options).toEqual({ bpf: undefined, snapLen: 96, verbose: true, apiKey: undefined });
    expect(Object.isFrozen(options)).toBe(true);
  });

  it("are taken from code with the values' own types, and a second time unchanged", async () => {
    const once = await resolveOptions(SCHEMA, { snapLen: 96, verbose: true }, { section: "sniffer" });
    const twice = await resolveOptions(SCHEMA, once.options, { section: "sniffer" });
    expect(twice).toEqual(once);
    expect(twice.problems).toEqual([]);
  });

  it("are refused with line, value, and what is allowed", async () => {
    const { problems } = await resolveOptions(SCHEMA, { snapLen: "x" }, LOCATION);
    expect(problems).toEqual([
      {
        code: "AUX_CONF_VALUE",
        message: "[sniffer] snap_len = x is not allowed",
        remedy: "Allowed: a whole number from 0 to 262144.",
        at: {
          file: "conf/auxiliaries.conf",
          line: 5,
          section: "sniffer",
          key: "snap_len",
          value: "x",
          allowed: "a whole number from 0 to 262144",
        },
      },
    ]);
  });

  it("are named with the nearest and all known keys when unknown, in the spelling of where they were given", async () => {
    const [inFile] = (await resolveOptions(SCHEMA, { snapLne: "1" }, LOCATION)).problems;
    expect(inFile).toMatchObject({
      code: "AUX_CONF_UNKNOWN_KEY",
      at: {
        line: 6,
        key: "snap_lne",
        nearest: "snap_len",
        allowed: expect.stringContaining("bpf, snap_len"),
      },
    });
    const [inCode] = (await resolveOptions(SCHEMA, { snaplen: 1 }, { section: "sniffer" })).problems;
    expect(inCode).toMatchObject({ at: { section: "sniffer", key: "snaplen", nearest: "snapLen" } });
    expect(inCode?.at).not.toHaveProperty("file");
  });

  it("never show a secret, nor what stands behind an unknown key", async () => {
    const given = { apiKey: "HUNTER2", apiKye: "HUNTER2" };
    const { problems } = await resolveOptions(SCHEMA, given, LOCATION);
    expect(problems.map(({ code }) => code).sort()).toEqual(["AUX_CONF_UNKNOWN_KEY", "AUX_CONF_VALUE"]);
    expect(JSON.stringify(problems)).not.toContain("HUNTER2");
  });

  it.each(["toString", "constructor", "hasOwnProperty"])(
    "do not know %s by Object's prototype",
    async (key) => {
      const { problems } = await resolveOptions(SCHEMA, { [key]: "x" }, { section: "sniffer" });
      expect(problems.map(({ code }) => code)).toEqual(["AUX_CONF_UNKNOWN_KEY"]);
    },
  );

  it("survive an option that throws at a value", async () => {
    const thrower = { ...textOption({ description: "x" }), parse: () => JSON.parse("{") };
    const { problems } = await resolveOptions(declareOptions({ thrower }), { thrower: "x" }, LOCATION);
    expect(problems.map(({ code }) => code)).toEqual(["AUX_CONF_VALUE"]);
  });
});

describe("options of a module with another library's schema", () => {
  it.each([
    ["at once", (value: unknown): ForeignResult => ({ value: { got: value } })],
    ["later", async (value: unknown): Promise<ForeignResult> => ({ value: { got: value } })],
  ])("are what the schema yields %s", async (_, validate) => {
    const { options, problems } = await resolveOptions(foreign(validate), { snapLen: "96" }, LOCATION);
    expect(problems).toEqual([]);
    expect(options).toEqual({ got: { snapLen: "96" } });
    expect(Object.isFrozen(options)).toBe(true);
  });

  it("lead each issue to the key's line by its path", async () => {
    const issues = [
      { message: "too short", path: ["snapLen"] },
      { message: "odd", path: [{ key: "apiKey" }, 0] },
      { message: "as a whole" },
    ];
    const { problems } = await resolveOptions(
      foreign(() => ({ issues })),
      { snapLen: "secret" },
      LOCATION,
    );
    expect(problems.map(({ code, at }) => [code, at?.line, at?.key])).toEqual([
      ["AUX_CONF_VALUE", 5, "snap_len"],
      ["AUX_CONF_VALUE", 7, "api_key"],
      ["AUX_CONF_VALUE", 3, undefined],
    ]);
    expect(JSON.stringify(problems)).not.toContain("secret");
  });

  it.each([
    ["throws", foreign(() => JSON.parse("{"))],
    ["rejects", foreign(() => Promise.reject(new Error("no")))],
    ["yields no object", foreign(() => ({ value: 3 }))],
  ])("are a problem when the schema %s", async (_, schema) => {
    expect((await resolveOptions(schema, {}, LOCATION)).problems).toMatchObject([
      { code: "AUX_CONF_VALUE", at: { line: 3, section: "sniffer" } },
    ]);
  });
});

describe("options of a module without schema", () => {
  it("are text, save the words for yes and no", async () => {
    const given = { enabled: "on", a: "Yes", b: "off", c: "1", d: "3.5", e: "text", f: 7 };
    const { options, problems } = await resolveOptions(undefined, given, LOCATION);
    expect(problems).toEqual([]);
    expect(options).toEqual({ enabled: true, a: true, b: false, c: "1", d: "3.5", e: "text", f: 7 });
    expect(Object.isFrozen(options)).toBe(true);
  });
});

it("calls a schema that is none a fault of the class", async () => {
  const schema = JSON.parse("{}");
  expect((await resolveOptions(schema, {}, LOCATION)).problems).toMatchObject([
    { code: "AUX_CLASS_INVALID" },
  ]);
});
