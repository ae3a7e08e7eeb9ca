import { describe, expect, it } from "vitest";
import { chooseInput, parseVncAddress } from "./choose-input.ts";

const BOTH = { qmp: "/run/qmp", vnc: "/run/vnc" };

describe("chooseInput", () => {
  it.each([
    ["auto", BOTH, { input: "qmp", qmp: "/run/qmp", vnc: { path: "/run/vnc" } }],
    ["auto", { vnc: "/run/vnc" }, { input: "vnc", vnc: { path: "/run/vnc" } }],
    ["auto", { qmp: "/run/qmp" }, { input: "qmp", qmp: "/run/qmp", vnc: undefined }],
    ["vnc", BOTH, { input: "vnc", vnc: { path: "/run/vnc" } }],
    ["auto", {}, undefined],
  ] as const)("%s on a machine with %o", (input, machine, reach) => {
    expect(chooseInput(machine, { input })).toEqual(reach);
  });

  it.each([
    ["qmp", { vnc: "/run/vnc" }, "no monitor of QEMU"],
    ["vnc", { qmp: "/run/qmp" }, "no VNC server"],
    ["auto", { vnc: "nowhere" }, '"nowhere"'],
  ] as const)("%s on a machine with %o is AUX_HUMAN_NO_INPUT", (input, machine, words) => {
    expect(chooseInput(machine, { input })).toMatchObject({
      code: "AUX_HUMAN_NO_INPUT",
      message: expect.stringContaining(words),
    });
  });
});

describe("parseVncAddress", () => {
  it.each([
    ["/run/vnc:1", { path: "/run/vnc:1" }],
    ["127.0.0.1:5901", { host: "127.0.0.1", port: 5901 }],
    ["[::1]:5900", { host: "::1", port: 5900 }],
    ["host:65536", undefined],
    ["host:0", undefined],
    ["host", undefined],
    [":5900", undefined],
    ["::1:5900", undefined],
  ])("%s", (text, address) => {
    expect(parseVncAddress(text)).toEqual(address);
  });
});
