import { chmodSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TemporaryProject } from "../../test/temporary-project.ts";
import { loadIniFile } from "./ini-file.ts";

function load(text: string | Uint8Array) {
  const project = new TemporaryProject();
  return loadIniFile(project.write("some.conf", text));
}

function parsedValue(line: string): string | undefined {
  const file = load(`[a]\n${line}\n`);
  expect(file.problems).toEqual([]);
  return file.sections.get("a")?.keys.get("key")?.value;
}

function faultOf(text: string | Uint8Array) {
  const file = load(text);
  expect(file.problems).toHaveLength(1);
  const [problem] = file.problems;
  return {
    code: problem?.code,
    line: problem?.at?.line,
    section: problem?.at?.section,
    key: problem?.at?.key,
  };
}

/** Root may read everything, so that a permission is only missing as somebody else. */
function asOrdinaryUser<Result>(work: () => Result): Result {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

describe("loadIniFile", () => {
  it("knows the line of every section and key", () => {
    const file = load(
      "; remark\n\n[sniffer]\nenabled = on\n\n# another\n  bpf=not arp\n[dns-log] ; trailing\n",
    );
    expect(file.problems).toEqual([]);
    expect([...file.sections.keys()]).toEqual(["sniffer", "dns-log"]);
    expect(file.sections.get("sniffer")?.line).toBe(3);
    expect(file.sections.get("sniffer")?.keys.get("bpf")).toEqual({ key: "bpf", line: 7, value: "not arp" });
    expect(file.sections.get("dns-log")?.line).toBe(8);
  });

  it("reads a byte order mark and CRLF as if they were not there", () => {
    const file = load("\u{feff}[sniffer]\r\nenabled = on\r\nbpf = ip\r\n");
    expect(file.problems).toEqual([]);
    expect(file.sections.get("sniffer")?.keys.get("bpf")).toEqual({ key: "bpf", line: 3, value: "ip" });
  });

  it.each([
    ["key = not arp", "not arp"],
    ["key = tcp[13] & 2 != 0", "tcp[13] & 2 != 0"],
    ["key =", ""],
    ["key = on ; why", "on"],
    ["key = on\t# why", "on"],
    ["key = ; nothing", ""],
    ['key = "a;b # c"', "a;b # c"],
    ['key = "a;b" ; why', "a;b"],
    ["key = 'a#b' # why", "a#b"],
    ['key = "say \\"a\\""', 'say "a"'],
    ["key = a\\;b\\#c", "a;b#c"],
    ["key = C:\\dir", "C:\\dir"],
    ["key = 'C:\\dir'", "C:\\dir"],
    ['key = " padded "', " padded "],
    ["key = true", "true"],
    ["key = '5'", "5"],
    ["key = 'true'", "true"],
    [`key = '{"a":1}'`, '{"a":1}'],
    ['key = it"s', 'it"s'],
  ])("reads %s", (line, value) => {
    expect(parsedValue(line)).toBe(value);
  });

  it.each([
    ["a comment mark in a word", "key = a#b"],
    ["a comment mark without space before it", "key=#fff"],
    ["an open double quote", 'key = "abc'],
    ["an open single quote", "key = 'abc"],
    ["text after the closing quote", 'key = "ip" and "arp"'],
    ["an unknown escape", 'key = "C:\\dir"'],
  ])("calls %s a syntax problem", (_, line) => {
    expect(faultOf(`[a]\n\n${line}\n`)).toEqual({
      code: "AUX_CONF_SYNTAX",
      line: 3,
      section: "a",
      key: "key",
    });
  });

  it.each([
    ["a line without =", "[a]\nenabled = on\n  and more\n", 3],
    ["a key before any section", "enabled = on\n[a]\n", 1],
    ["a section that is not closed", "[a]\n[b\nkey = 1\n", 2],
    ["a section with a dot", "[a]\nkey = 1\n[a.b]\nkey = 2\n", 3],
    ["[__proto__]", "[__proto__]\npolluted = yes\n", 1],
    ["an empty section name", "[]\n", 1],
    ["a section name too long", `[${"a".repeat(65)}]\n`, 1],
    ["a key with brackets", "[a]\nkey[] = 1\n", 2],
    ["a key called __proto__", "[a]\n__proto__ = 1\n", 2],
  ])("calls %s a syntax problem, once", (_, text, line) => {
    expect(faultOf(text)).toMatchObject({ code: "AUX_CONF_SYNTAX", line });
  });

  it("calls a second section or key of one name a duplicate and says where the first is", () => {
    const file = load("[a]\nkey = 1\nkey = 2\n[b]\n[a]\nother = 3\n");
    expect(file.problems.map(({ code, at }) => [code, at?.line])).toEqual([
      ["AUX_CONF_DUPLICATE", 3],
      ["AUX_CONF_DUPLICATE", 5],
    ]);
    expect(file.problems[0]?.message).toContain("line 2");
    expect(file.problems[1]?.message).toContain("line 1");
    expect(file.sections.get("a")?.keys.get("key")?.value).toBe("1");
    expect(file.sections.get("a")?.keys.has("other")).toBe(false);
  });

  it("suggests the spelling that a name probably wants", () => {
    const file = load("[DNS_Log]\n[a]\nstart-timeout = 3\nstartTimeout = 3\n");
    expect(file.problems.map(({ at }) => at?.nearest)).toEqual(["dns-log", "start_timeout", "start_timeout"]);
  });

  it("never repeats a value that it cannot read, for it may be a secret", () => {
    const file = load("[a]\npassword = hunter;2\npassword2 hunter2\npassword = 'hunter2\n");
    expect(file.problems).toHaveLength(3);
    expect(JSON.stringify(file.problems)).not.toContain("hunter");
  });

  it("leaves the prototype of objects alone", () => {
    load("[__proto__]\npolluted = yes\n[constructor]\nprototype = 1\n[a]\n__proto__ = 1\nto_string = x\n");
    expect("polluted" in {}).toBe(false);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it.each([
    ["no byte", ""],
    ["only remarks", "; remark\n\n# another\n"],
    ["only a byte order mark", "\u{feff}"],
  ])("calls a file with %s empty", (_, text) => {
    expect(faultOf(text).code).toBe("AUX_CONF_EMPTY");
  });

  it.each([
    ["a NUL byte", Buffer.from("[a]\nkey = \0\n")],
    ["invalid UTF-8", Buffer.from([0x5b, 0x61, 0x5d, 0x0a, 0xff, 0xfe, 0x41])],
    ["UTF-16", Buffer.from("[a]\n", "utf16le")],
    ["more than 1 MiB", Buffer.alloc(1_048_577, "; remark\n")],
  ])("calls a file with %s unreadable", (_, bytes) => {
    expect(faultOf(bytes).code).toBe("AUX_CONF_UNREADABLE");
  });

  it("reads a file of exactly 1 MiB", () => {
    const bytes = Buffer.alloc(1_048_576, "; remark\n");
    bytes.write("[a]\n;rema");
    expect(load(bytes).problems).toEqual([]);
  });

  it("says that a file is missing, a folder, or not permitted", () => {
    const project = new TemporaryProject();
    const { rootPath } = project;
    expect(loadIniFile(`${rootPath}/none.conf`).problems[0]?.code).toBe("AUX_CONF_MISSING");
    expect(loadIniFile(rootPath).problems[0]).toMatchObject({
      code: "AUX_CONF_UNREADABLE",
      message: expect.stringContaining("folder"),
    });
    expect(loadIniFile("/dev/zero").problems[0]?.code).toBe("AUX_CONF_UNREADABLE");
  });

  it("says that the permission is missing", () => {
    const path = new TemporaryProject().write("some.conf", "[a]\n");
    chmodSync(path, 0);
    expect(asOrdinaryUser(() => loadIniFile(path)).problems[0]).toMatchObject({
      code: "AUX_CONF_UNREADABLE",
      message: expect.stringContaining("permission denied"),
    });
  });

  it("words the remedy for another file as it is told", () => {
    const file = loadIniFile("/nowhere/machines.conf", { missing: "Create conf/machines.conf." });
    expect(file.problems[0]?.remedy).toBe("Create conf/machines.conf.");
  });
});
