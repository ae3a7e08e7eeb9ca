import { resolveOptions } from "@aux/core";
import { describe, expect, it } from "vitest";
import { QEMU_OPTIONS } from "./qemu-options.ts";

const resolve = (given: Readonly<Record<string, unknown>>) =>
  resolveOptions(QEMU_OPTIONS, given, { section: "vm" });

describe("extra_args", () => {
  it("are a JSON array of texts, each one argument, spaces and quotes included", async () => {
    const { options, problems } = await resolve({
      extraArgs: '["-fw_cfg", "name=opt/x,string=a b \\"c\\""]',
    });
    expect(problems).toEqual([]);
    expect(options.extraArgs).toEqual(["-fw_cfg", 'name=opt/x,string=a b "c"']);
  });

  it.each(["-device pvpanic", "[1]", '{"a": "b"}', '"-device"', "[", '["\\u0000"]'])(
    "are not %s",
    async (extraArgs) => {
      const { problems } = await resolve({ extraArgs });
      expect(problems).toMatchObject([{ code: "AUX_CONF_VALUE", at: { key: "extraArgs" } }]);
    },
  );
});

describe("a section", () => {
  it("needs nothing but what is booted", async () => {
    const { options, problems } = await resolve({ image: "disk.qcow2" });
    expect(problems).toEqual([]);
    expect(options).toMatchObject({
      memory: 512,
      cpus: 1,
      accel: "auto",
      network: "user",
      display: "vnc",
      pointer: "ps2",
      agent: false,
    });
  });

  it.each([
    ["memory", "8"],
    ["memory", "512M"],
    ["cpus", "0"],
    ["accel", "xen"],
    ["network", "host"],
    ["display", "gtk"],
    ["pointer", "mouse"],
    ["powerdownTimeout", "-1"],
  ])("refuses %s = %s", async (key, value) => {
    const { problems } = await resolve({ [key]: value });
    expect(problems).toMatchObject([{ code: "AUX_CONF_VALUE", at: { key } }]);
  });
});
