import { resolveOptions } from "@aux/core";
import { describe, expect, it } from "vitest";
import { LIBVIRT_OPTIONS } from "./libvirt-options.ts";

const resolve = (given: Readonly<Record<string, string>>) =>
  resolveOptions(LIBVIRT_OPTIONS, given, { section: "win10" });

describe("the options of libvirt's machines", () => {
  it("need none to be given", async () => {
    expect(await resolve({})).toEqual({
      options: {
        uri: "qemu:///system",
        domain: undefined,
        virsh: "virsh",
        revertTimeout: 60,
        shutdownTimeout: 30,
      },
      problems: [],
    });
  });

  it.each([
    ["uri", "qemu:///session"],
    ["uri", "qemu+ssh://user@host:22/system?keyfile=/k"],
    ["domain", "Windows 10 (übung)"],
    ["domain", "7zip"],
    ["shutdownTimeout", "0"],
  ])("take %s = %s", async (key, value) => {
    expect((await resolve({ [key]: value })).problems).toEqual([]);
  });

  it.each([
    ["uri", "-c"],
    ["uri", "qemu:///system --help"],
    ["uri", "system"],
    ["domain", "-f"],
    ["domain", "--all"],
    ["domain", "12"],
    ["domain", "a/b"],
    ["domain", " x"],
    ["revertTimeout", "0"],
    ["shutdownTimeout", "-1"],
  ])("refuse %s = %s", async (key, value) => {
    expect((await resolve({ [key]: value })).problems).toMatchObject([
      { code: "AUX_CONF_VALUE", at: { key } },
    ]);
  });
});
