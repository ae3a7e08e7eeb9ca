import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuxiliaryError, type Problem } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadMachine } from "./load-machine.ts";
import { LOCAL_MACHINE } from "./local-machine.ts";

let folder = "";
let confPath = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "machines-"));
  confPath = join(folder, "machines.conf");
  writeFileSync(join(folder, "package.json"), "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function load(text: string, name?: string) {
  writeFileSync(confPath, text);
  return (await loadMachine({ confPath, name, rootPath: folder })).machine;
}

async function problemsOf(text: string, name?: string): Promise<readonly Problem[]> {
  try {
    await load(text, name);
    return [];
  } catch (error) {
    if (AuxiliaryError.is(error)) return error.problems;
    throw error;
  }
}

const FULL = `[lab]
machinery = process
ip = 192.168.56.101
mac = 52:54:00:AB:cd:ef
interface = veth-lab
snapshot = clean state
agent_port = 8000
result_server_ip = fd00::1
result_server_port = 2042
`;

describe("loadMachine", () => {
  it("is the built-in machine without a file, with a file of comments, and beside other machines", async () => {
    expect(await loadMachine({ confPath })).toEqual({ machine: LOCAL_MACHINE });
    expect(await load("; nothing yet\n")).toBe(LOCAL_MACHINE);
    expect(await load(FULL)).toBe(LOCAL_MACHINE);
  });

  it("is the section `local` where there is one", async () => {
    expect(await load("[local]\nmachinery = process\ninterface = eth7\n")).toMatchObject({
      interface: "eth7",
    });
  });

  it("holds what its section says, converted", async () => {
    expect(await load(FULL, "lab")).toEqual({
      name: "lab",
      machinery: "process",
      ip: "192.168.56.101",
      mac: "52:54:00:ab:cd:ef",
      interface: "veth-lab",
      snapshot: "clean state",
      agentPort: 8000,
      resultServerIp: "fd00::1",
      resultServerPort: 2042,
    });
  });

  it.each([
    ["interface = -w", "interface"],
    ["interface = a b", "interface"],
    ["interface = 1", "interface"],
    ["ip = 1.2.3", "ip"],
    ["ip = host.example", "ip"],
    ["mac = 52:54:00:12:34", "mac"],
    ["agent_port = 0", "agent_port"],
    ["agent_port = 65536", "agent_port"],
    ["result_server_port = http", "result_server_port"],
    ["snapshot = -x", "snapshot"],
    ["machinery = ../qemu", "machinery"],
  ])("refuses %j with file, line and what is allowed", async (line, key) => {
    const text = `[lab]\n${key === "machinery" ? "" : "machinery = process\n"}${line}\n`;
    const [problem] = await problemsOf(text, "lab");
    expect(problem?.code).toBe("AUX_CONF_VALUE");
    expect(problem?.at).toMatchObject({
      file: confPath,
      line: key === "machinery" ? 2 : 3,
      section: "lab",
      key,
    });
    expect(problem?.at?.allowed).toBeTruthy();
  });

  it("names the nearest key for one that is unknown, and none of the modules' keys", async () => {
    const [problem] = await problemsOf("[lab]\nmachinery = process\nagent_prt = 3\n", "lab");
    expect(problem).toMatchObject({ code: "AUX_CONF_UNKNOWN_KEY", at: { line: 3, nearest: "agent_port" } });
    expect(problem?.at?.allowed).not.toContain("enabled");
  });

  it("collects everything that is wrong with the file, in the order of its lines", async () => {
    const problems = await problemsOf("[a]\nip = x\n[b]\nmachinery = process\nmac = y\nzzz = 1\n", "a");
    expect(problems.map(({ code, at }) => `${at?.line} ${code}`)).toEqual([
      "1 AUX_MACHINERY_MISSING",
      "2 AUX_CONF_VALUE",
      "5 AUX_CONF_VALUE",
      "6 AUX_CONF_UNKNOWN_KEY",
    ]);
  });

  it("refuses two machines with one Ethernet address, however it is written", async () => {
    const text =
      "[a]\nmachinery = process\nmac = 52:54:00:12:34:5A\n[b]\nmachinery = process\nmac = 52:54:00:12:34:5a\n";
    const problems = await problemsOf(text, "a");
    expect(problems).toMatchObject([{ code: "AUX_MACHINE_DUPLICATE_MAC", at: { line: 6, key: "mac" } }]);
    expect(problems[0]?.message).toContain("[a]");
  });

  it("names the known machines and the nearest for one that is unknown", async () => {
    const [problem] = await problemsOf(FULL, "labb");
    expect(problem).toMatchObject({
      code: "AUX_MACHINE_UNKNOWN",
      at: { allowed: "lab, local", nearest: "lab" },
    });
  });

  it("needs the file for any machine but `local`", async () => {
    await expect(loadMachine({ confPath, name: "lab" })).rejects.toMatchObject({ code: "AUX_CONF_MISSING" });
    expect((await problemsOf("; nothing\n", "lab"))[0]?.code).toBe("AUX_CONF_EMPTY");
  });

  it("refuses a machinery that is not there, of the chosen machine alone", async () => {
    const text = "[win]\nmachinery = proces\nimage = win.qcow2\n[lab]\nmachinery = process\n";
    const [problem] = await problemsOf(text, "win");
    expect(problem).toMatchObject({ code: "AUX_MACHINERY_UNKNOWN", at: { line: 2, nearest: "process" } });
    expect(await load(text, "lab")).toMatchObject({ name: "lab" });
  });

  it("does not take a section for a prototype", async () => {
    expect((await problemsOf("[__proto__]\nmachinery = process\n", "__proto__")).length).toBeGreaterThan(0);
    expect((await problemsOf(FULL, "toString"))[0]?.code).toBe("AUX_MACHINE_UNKNOWN");
  });
});
