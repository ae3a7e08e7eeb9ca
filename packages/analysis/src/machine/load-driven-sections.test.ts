import { AuxiliaryError, type Problem } from "@aux/core";
import { describe, expect, it } from "vitest";
import { machinerySource, TemporaryProject } from "../../test/temporary-project.ts";
import { createMachinery } from "../machinery/create-machinery.ts";
import { ProcessMachinery } from "../machinery/process-machinery.ts";
import { loadMachine } from "./load-machine.ts";

/** As `declareOptions` makes them: a package need not share this copy of core. */
const OPTIONS = `static options = { declarations: {
  image: { description: "", default: undefined, allowed: "a path", taskMayOverride: false, secret: false,
    parse: (raw) => (raw.startsWith("/") ? raw : undefined) },
  cpus: { description: "", default: 1, allowed: "a number", taskMayOverride: false, secret: false, parse: Number },
} };`;

function load(project: TemporaryProject, conf: string, name: string) {
  project.write("conf/machines.conf", conf);
  return loadMachine({ rootPath: project.rootPath, confPath: project.confPath, name });
}

async function problemsOf(
  project: TemporaryProject,
  conf: string,
  name = "win",
): Promise<readonly Problem[]> {
  try {
    await load(project, conf, name);
    return [];
  } catch (error) {
    if (AuxiliaryError.is(error)) return error.problems;
    throw error;
  }
}

function projectWith(source = machinerySource(OPTIONS)): TemporaryProject {
  const project = new TemporaryProject();
  project.add("@acme/machinery-vmm", "vmm", source);
  return project;
}

const request = { analysisPath: "/nowhere", task: { id: "1" }, command: { command: ["true"] } };

describe("loadMachine with a machinery of the project's", () => {
  it("gives the machinery its own keys, converted, and the machine the common ones", async () => {
    const conf = "[win]\nmachinery = vmm\nimage = /images/win.qcow2\nsnapshot = clean\n";
    const loaded = await load(projectWith(), conf, "win");
    expect(loaded.machine).toEqual({ name: "win", machinery: "vmm", snapshot: "clean" });
    expect(loaded.machinery?.options).toEqual({ image: "/images/win.qcow2", cpus: 1 });
    expect(createMachinery(loaded, request)).toMatchObject({
      context: {
        machine: loaded.machine,
        options: { image: "/images/win.qcow2", cpus: 1 },
        analysisPath: "/nowhere",
        task: { id: "1" },
      },
    });
  });

  it("knows the keys of both for one that neither has, in every section of that machinery", async () => {
    const conf =
      "[win]\nmachinery = vmm\nimag = /x\n[other]\nmachinery = vmm\nsnapshto = x\nimage = relative\n";
    const problems = await problemsOf(projectWith(), conf);
    expect(problems.map(({ code, at }) => [code, at?.line, at?.nearest])).toEqual([
      ["AUX_CONF_UNKNOWN_KEY", 3, "image"],
      ["AUX_CONF_UNKNOWN_KEY", 6, "snapshot"],
      ["AUX_CONF_VALUE", 7, undefined],
    ]);
    expect(problems[0]?.at?.allowed).toContain("agent_port");
  });

  it("does not judge the keys of a machinery that is not the chosen machine's", async () => {
    const conf = "[win]\nmachinery = vmm\n[mac]\nmachinery = absent\nzzz = 1\n[lab]\nmachinery = process\n";
    expect(await problemsOf(projectWith(), conf)).toEqual([]);
    expect(await problemsOf(projectWith("throw new Error('imported');"), conf, "lab")).toEqual([]);
  });

  it("takes every key where the machinery declares none", async () => {
    const loaded = await load(
      projectWith(machinerySource()),
      "[win]\nmachinery = vmm\nany = 1\nip = ::1\n",
      "win",
    );
    expect(loaded.machinery?.options).toEqual({ any: "1" });
  });

  it("hands a common key on, too, to a machinery that declares it", async () => {
    const source = machinerySource(
      OPTIONS.replace("image:", "interface:").replace('startsWith("/")', "length"),
    );
    const { machine, machinery } = await load(
      projectWith(source),
      "[win]\nmachinery = vmm\ninterface = br0\n",
      "win",
    );
    expect([machine.interface, machinery?.options.interface]).toEqual(["br0", "br0"]);
  });

  it("lists the machineries that are there, and says which package to add for a published one", async () => {
    const [problem] = await problemsOf(projectWith(), "[win]\nmachinery = qemu\n");
    expect(problem).toMatchObject({
      code: "AUX_MACHINERY_UNKNOWN",
      remedy: "Add the package @aux/machinery-qemu to this project.",
      at: { line: 2, key: "machinery", value: "qemu", allowed: "process, external, vmm" },
    });
    const [unknown] = await problemsOf(projectWith(), "[win]\nmachinery = vmmm\n");
    expect(unknown).toMatchObject({ at: { nearest: "vmm" } });
    expect(unknown?.remedy).toContain("@aux/machinery-libvirt");
  });

  it("refuses two packages of one name", async () => {
    const project = projectWith();
    project.add("other", "vmm");
    expect(await problemsOf(project, "[win]\nmachinery = vmm\n")).toMatchObject([
      { code: "AUX_MACHINERY_CONFLICT", at: { line: 2 } },
    ]);
  });

  it.each([
    ["no machinery", "export default class Sample { revert() {} start() {} stop() {} }", /exports no class/],
    ["two", `${machinerySource()} export class Other extends Sample {}`, /exports 2 machineries/],
    ["another contract's", machinerySource("", 7), /written for contract 7/],
    ["one without stop()", machinerySource().replace("async stop() {}", ""), /lacks/],
  ])("refuses a package that exports %s", async (_, source, message) => {
    expect(await problemsOf(projectWith(source), "[win]\nmachinery = vmm\n")).toMatchObject([
      { code: "AUX_MACHINERY_INVALID", message: expect.stringMatching(message), at: { line: 2 } },
    ]);
  });

  it("passes on why a package cannot be imported", async () => {
    const source = "throw new Error('boom');";
    expect(await problemsOf(projectWith(source), "[win]\nmachinery = vmm\n")).toMatchObject([
      { code: "AUX_PACKAGE_IMPORT", message: expect.stringContaining("boom") },
    ]);
  });
});

describe("createMachinery", () => {
  it("is the command where no machinery was loaded", () => {
    expect(createMachinery({ machine: { name: "local" } }, request)).toBeInstanceOf(ProcessMachinery);
  });

  it("says whose constructor threw", async () => {
    const source = machinerySource().replace("this.context = context", "throw new Error('boom')");
    const loaded = await load(projectWith(source), "[win]\nmachinery = vmm\n", "win");
    expect(() => createMachinery(loaded, request)).toThrow(
      expect.objectContaining({ code: "AUX_MACHINERY_FAILED", message: expect.stringContaining("boom") }),
    );
  });
});
