import { describe, expect, it } from "vitest";
import { parseVncAddress } from "./vnc-address.ts";

describe("parseVncAddress", () => {
  it.each([
    ["/run/vm/vnc", { path: "/run/vm/vnc" }],
    ["./vnc:1", { path: "./vnc:1" }],
    ["localhost:5901", { host: "localhost", port: 5901 }],
    ["[::1]:5900", { host: "::1", port: 5900 }],
  ])("reads %s", (text, address) => {
    expect(parseVncAddress(text)).toEqual(address);
  });

  it.each(["", "5901", ":1", "host:", "host:0", "host:65536", "::1:5900", "a b:5901", "/run/\0vnc"])(
    "takes no %j",
    (text) => {
      expect(parseVncAddress(text)).toBeUndefined();
    },
  );
});
