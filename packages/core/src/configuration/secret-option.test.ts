import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { declareOptions } from "./options-schema.ts";
import { resolveOptions } from "./resolve-options.ts";
import { Secret } from "./secret.ts";
import { secretOption } from "./secret-option.ts";

const SCHEMA = declareOptions({
  vncPassword: secretOption({
    description: "The password of the machine's screen.",
    pattern: /^.{1,8}$/,
    allowed: "8 characters at most",
  }),
});

const LOCATION = { section: "screen", file: "conf/auxiliaries.conf", line: 1 };

describe("a secret option", () => {
  it("has a value that only says itself when it is asked to", async () => {
    const { options, problems } = await resolveOptions(SCHEMA, { vncPassword: "hunter2" }, LOCATION);
    expect(problems).toEqual([]);
    const value = options["vncPassword"];
    expect((value as Secret).reveal()).toBe("hunter2");
    for (const shown of [`${String(value)}`, JSON.stringify(options), inspect(options), inspect(value)])
      expect(shown).not.toContain("hunter2");
    expect(JSON.stringify(options)).toBe('{"vncPassword":"(secret)"}');
    expect(Object.keys(value as object)).toEqual([]);
  });

  it.each([
    ["one that is not allowed", "hunter2-hunter2"],
    ["one with a newline", "hunter2\n"],
    ["one of 1 MiB", "hunter2".repeat(150_000)],
    ["a Secret that is not allowed", new Secret("hunter2-hunter2")],
  ])("is refused without being shown: %s", async (_, given) => {
    const { options, problems } = await resolveOptions(SCHEMA, { vncPassword: given }, LOCATION);
    expect(problems).toMatchObject([
      {
        code: "AUX_CONF_VALUE",
        message: "[screen] vnc_password with a value not shown here is not allowed",
        at: { key: "vnc_password", allowed: "8 characters at most" },
      },
    ]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
    expect(options["vncPassword"]).toBeUndefined();
  });

  it("is taken from code as it is, has no default, and is never a task's", async () => {
    const given = new Secret("hunter2");
    expect((await resolveOptions(SCHEMA, { vncPassword: given }, LOCATION)).options["vncPassword"]).toBe(
      given,
    );
    expect((await resolveOptions(SCHEMA, {}, LOCATION)).options["vncPassword"]).toBeUndefined();
    expect(SCHEMA.declarations.vncPassword).toMatchObject({ secret: true, taskMayOverride: false });
  });
});
