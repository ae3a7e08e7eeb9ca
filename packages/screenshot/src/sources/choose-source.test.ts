import { resolveOptions } from "@aux/core";
import { describe, expect, it } from "vitest";
import { SCREENSHOT_OPTIONS, type ScreenshotOptions } from "../screenshot-options.ts";
import { chooseSource } from "./choose-source.ts";

const MACHINE = { name: "vm" };

async function optionsOf(given: Readonly<Record<string, unknown>> = {}): Promise<ScreenshotOptions> {
  const { options, problems } = await resolveOptions(SCREENSHOT_OPTIONS, given, { section: "screenshot" });
  expect(problems).toEqual([]);
  return options as ScreenshotOptions;
}

describe("chooseSource", () => {
  it("takes what the machine names, VNC before the monitor", async () => {
    const options = await optionsOf();
    expect(chooseSource({ ...MACHINE, vnc: "/run/vnc", qmp: "/run/qmp" }, options)).toMatchObject({
      name: "vnc",
      description: "the VNC server /run/vnc",
    });
    expect(chooseSource({ ...MACHINE, qmp: "/run/qmp" }, options)?.name).toBe("qmp");
    expect(chooseSource(MACHINE, options)).toBeUndefined();
  });

  it("takes what the options name before what the machine names", async () => {
    const options = await optionsOf({ vnc: "127.0.0.1:5901" });
    expect(chooseSource({ ...MACHINE, vnc: "/run/vnc" }, options)?.description).toBe(
      "the VNC server 127.0.0.1:5901",
    );
    const monitor = await optionsOf({ source: "qmp", vnc: "127.0.0.1:5901" });
    expect(chooseSource({ ...MACHINE, qmp: "/run/qmp" }, monitor)?.name).toBe("qmp");
    expect(chooseSource(MACHINE, monitor)).toBeUndefined();
  });

  it("takes an X11 display before the others, that of the options before the machine's", async () => {
    const machine = { ...MACHINE, vnc: "/run/vnc", display: ":7" };
    expect(chooseSource(machine, await optionsOf())).toMatchObject({
      name: "x11",
      description: "the X display :7",
    });
    const options = await optionsOf({ display: "box:1" });
    expect(chooseSource(machine, options)?.description).toBe("the X display box:1");
    expect(chooseSource(machine, await optionsOf({ source: "vnc" }))?.name).toBe("vnc");
  });

  it("refuses a machine whose VNC server is at no address: AUX_SCREENSHOT_ADDRESS", async () => {
    const options = await optionsOf();
    expect(() => chooseSource({ ...MACHINE, vnc: "5901" }, options)).toThrow('"5901", which is no address');
    expect(() => chooseSource({ ...MACHINE, vnc: "5901" }, options)).toThrow(
      expect.objectContaining({ code: "AUX_SCREENSHOT_ADDRESS" }),
    );
  });
});
