import { describe, expect, it } from "vitest";
import { ensureSystemPackages, type SystemAccess } from "./ensure-system-packages.ts";

const NEEDS = [
  { command: "tcpdump", debianPackage: "tcpdump" },
  { command: "ip", debianPackage: "iproute2" },
  { command: "unshare", debianPackage: "util-linux" },
  { command: "nsenter", debianPackage: "util-linux" },
];

interface Machine {
  readonly present: string[];
  readonly isRoot?: boolean;
  readonly code?: number;
  readonly sudoCode?: number;
}

// A machine on which nothing is really installed: the tests must leave this one as it is.
function buildMachine({ present, isRoot = true, code = 0, sudoCode = 0 }: Machine) {
  const ran: string[] = [];
  const said: string[] = [];
  const system: SystemAccess = {
    isRoot,
    find: (command) => (present.includes(command) ? command : undefined),
    exists: (path) => present.includes(path),
    say: (line) => said.push(line),
    run: async (file, args) => {
      ran.push([file, ...args].join(" "));
      if (args.includes("true")) return { code: sudoCode, output: "" };
      if (args.includes("install") && code === 0) present.push(...NEEDS.map(({ command }) => command));
      return { code, output: "E: Unable to locate package" };
    },
  };
  return { system, ran, said };
}

describe("ensureSystemPackages", () => {
  it("does nothing and says nothing where everything is there", async () => {
    const { system, ran, said } = buildMachine({ present: ["tcpdump", "ip", "unshare", "nsenter"] });
    await ensureSystemPackages(NEEDS, system);
    expect([...ran, ...said]).toEqual([]);
  });

  it("says what it installs, brings the lists up to date, and installs each package once", async () => {
    const { system, ran, said } = buildMachine({ present: ["apt-get", "ip"] });
    await ensureSystemPackages(NEEDS, system);
    expect(said).toEqual([
      "Missing on this machine: tcpdump, unshare, nsenter. Installing with apt-get: tcpdump util-linux",
    ]);
    expect(ran[0]).toMatch(/^apt-get .*update$/);
    expect(ran[1]).toMatch(/^apt-get .*install -y --no-install-recommends tcpdump util-linux$/);
  });

  it("knows a package that brings no command by a file of it", async () => {
    const needs = [{ command: "Pillow", debianPackage: "python3-pil", filePath: "/PIL" }];
    const there = buildMachine({ present: ["apt-get", "/PIL"] });
    await ensureSystemPackages(needs, there.system);
    expect(there.ran).toEqual([]);
    const missing = buildMachine({ present: ["apt-get", "Pillow"] });
    await expect(ensureSystemPackages(needs, missing.system)).rejects.toThrow("Still missing");
    expect(missing.ran[1]).toMatch(/install .*python3-pil$/);
  });

  it("uses sudo where it asks for no password", async () => {
    const { system, ran } = buildMachine({ present: ["apt-get", "sudo"], isRoot: false });
    await ensureSystemPackages(NEEDS, system);
    expect(ran[0]).toBe("sudo -n true");
    expect(ran[1]).toMatch(/^sudo -n env DEBIAN_FRONTEND=noninteractive apt-get .*update$/);
  });

  it.each([
    ["sudo wants a password", { present: ["apt-get", "sudo"], isRoot: false, sudoCode: 1 }],
    ["there is no sudo", { present: ["apt-get"], isRoot: false }],
    ["there is no apt-get", { present: [] }],
  ])("names the command to type when %s", async (_, machine) => {
    const { system } = buildMachine(machine);
    await expect(ensureSystemPackages(NEEDS, system)).rejects.toThrow(
      "sudo apt-get update && sudo apt-get install -y tcpdump iproute2 util-linux",
    );
  });

  it("tells apt-get's own words when the installation fails", async () => {
    const { system } = buildMachine({ present: ["apt-get"], code: 100 });
    await expect(ensureSystemPackages(NEEDS, system)).rejects.toThrow("E: Unable to locate package");
  });
});
