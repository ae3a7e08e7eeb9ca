import * as tcpdump from "@aux/sniffer-tcpdump";
import { expect, it } from "vitest";
import * as sniffer from "./index.ts";

it("is the tcpdump sniffer under the plain name, by every export", () => {
  expect({ ...sniffer }).toEqual({ ...tcpdump });
  expect(sniffer.default).toBe(tcpdump.default);
});
