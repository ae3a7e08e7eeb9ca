import { expect, it } from "vitest";
import { nameOfClass } from "./name-of-class.ts";

it.each([
  ["MyModule", "my-module"],
  ["Sniffer", "sniffer"],
  ["SnifferTcpdump", "sniffer-tcpdump"],
  ["HTTPSink", "http-sink"],
  ["VncV2", "vnc-v2"],
  ["my_module", "my-module"],
])("%s is called %s", (className, name) => {
  expect(nameOfClass(className)).toBe(name);
});
