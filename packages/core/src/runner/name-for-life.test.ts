import { expect, it } from "vitest";
import { nameForLife } from "./name-for-life.ts";

it.each([
  ["dump.pcap", 0, "dump.pcap"],
  ["dump.pcap", 1, "dump.1.pcap"],
  ["net/a.b/dump", 2, "net/a.b/dump.2"],
  ["/analysis/1/shots/a.tar.gz", 3, "/analysis/1/shots/a.tar.3.gz"],
  ["./dump/dump", 1, "./dump/dump.1"],
  [".hidden", 1, ".hidden.1"],
])("a file %s in life %i is %s", (path, attempt, name) => {
  expect(nameForLife(path, attempt)).toBe(name);
});
