import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asOrdinaryUser } from "../../test/as-ordinary-user.ts";
import { machinerySource, TemporaryProject } from "../../test/temporary-project.ts";
import type { Finding } from "./finding.ts";
import { findNode, NODE_FLOOR } from "./node-finding.ts";
import { runDoctor } from "./run-doctor.ts";
import { judgeSpace } from "./space-finding.ts";

const CHECKS = "check() { return this.constructor.found ?? []; }";
const LACKING = `${CHECKS} static found = [{ code: "VMM_MISSING", message: "no vmm", remedy: "install vmm" }];`;

function codesOf(findings: readonly Finding[], level?: Finding["level"]): string[] {
  const wanted = findings.filter((finding) => level === undefined || finding.level === level);
  return wanted.flatMap(({ problem }) => (problem === undefined ? [] : [problem.code]));
}

describe("a doctor", () => {
  it("looks at everything, says each problem once, and leaves nothing", async () => {
    const project = new TemporaryProject();
    project.write("conf/auxiliaries.conf", "[nonesuch]\nenabled = maybe\n");
    project.write("conf/machines.conf", "[a]\nmachinery = process\nip = 1\n[b]\nmachinery = absent\n");
    const { isWhole, findings } = await runDoctor({ rootPath: project.rootPath });
    expect(isWhole).toBe(false);
    expect(codesOf(findings, "problem")).toEqual([
      "AUX_CONF_UNKNOWN_SECTION",
      "AUX_CONF_VALUE",
      "AUX_CONF_VALUE",
      "AUX_MACHINERY_UNKNOWN",
    ]);
    expect(findings.filter(({ level }) => level === "well").map(({ about }) => about)).toEqual(
      expect.arrayContaining(["node", "storage"]),
    );
    expect(existsSync(join(project.rootPath, "storage"))).toBe(false);
  });

  it("asks the machinery of every machine, or of the one that is named", async () => {
    const project = new TemporaryProject();
    project.add("@acme/machinery-vmm", "vmm", machinerySource(CHECKS));
    project.add("@acme/machinery-bad", "bad", machinerySource(LACKING));
    const conf = "[one]\nmachinery = vmm\n[two]\nmachinery = bad\n[here]\nmachinery = process\n";
    project.write("conf/machines.conf", conf);
    const all = await runDoctor({ rootPath: project.rootPath });
    const about = (findings: readonly Finding[]) =>
      findings
        .filter((finding) => finding.about.startsWith("machine "))
        .map((finding) => [finding.about, finding.level]);
    expect(about(all.findings)).toEqual([
      ["machine one", "well"],
      ["machine two", "problem"],
      ["machine here", "well"],
    ]);
    expect(all.findings.find(({ about }) => about === "machine two")?.problem).toMatchObject({
      code: "VMM_MISSING",
      remedy: "install vmm",
    });
    const one = await runDoctor({ rootPath: project.rootPath, machine: "one" });
    expect(about(one.findings)).toEqual([["machine one", "well"]]);
    const unknown = await runDoctor({ rootPath: project.rootPath, machine: "on" });
    expect(codesOf(unknown.findings)).toContain("AUX_MACHINE_UNKNOWN");
  });

  it("names the command for a storage folder that this user cannot write to", async () => {
    const project = new TemporaryProject();
    mkdirSync(join(project.rootPath, "storage"), { mode: 0o500 });
    chmodSync(project.rootPath, 0o755);
    chmodSync(join(project.rootPath, "storage"), process.getuid?.() === 0 ? 0o755 : 0o500);
    const [storage, user] = await asOrdinaryUser(async () => {
      const { findings } = await runDoctor({ rootPath: project.rootPath });
      return [findings.find(({ about }) => about === "storage"), userInfo().username];
    });
    expect(storage).toMatchObject({ level: "problem", problem: { code: "AUX_FOLDER_NOT_WRITABLE" } });
    const path = join(project.rootPath, "storage");
    const command = process.getuid?.() === 0 ? `sudo chown ${user} ${path}` : `chmod u+rwx ${path}`;
    expect(storage?.problem?.remedy).toBe(`\`${command}\``);
  });

  it("warns of a storage folder that others may write to, and removes the trials of killed doctors", async () => {
    const project = new TemporaryProject();
    const storagePath = join(project.rootPath, "storage/analysis");
    mkdirSync(join(storagePath, ".trial-999999999-abc/0"), { recursive: true });
    mkdirSync(join(storagePath, `.trial-${process.pid}-abc`), { recursive: true });
    chmodSync(storagePath, 0o777);
    const { findings } = await runDoctor({ rootPath: project.rootPath });
    const [open] = findings.filter(({ about }) => about === "storage");
    expect(open).toMatchObject({ level: "warning", problem: { code: "AUX_HOST_STORAGE_OPEN" } });
    expect(open?.problem?.remedy).toBe(`\`chmod go-w ${storagePath}\``);
    expect(readdirSync(storagePath)).toEqual([`.trial-${process.pid}-abc`]);
  });
});

describe("a run that was killed", () => {
  it("is named until it is finished, which is no problem", async () => {
    const project = new TemporaryProject();
    const note = JSON.stringify({ pid: 4_194_304, startTicks: "1", purpose: "an analysis" });
    for (const id of ["7", "8"]) project.write(`storage/.open/${id}`, note);
    const { findings } = await runDoctor({ rootPath: project.rootPath });
    expect(findings.find(({ about }) => about === "runs")).toMatchObject({
      level: "warning",
      message: expect.stringMatching(/^2 runs were killed.*analysis\/7, .*analysis\/8$/),
      problem: { code: "AUX_HOST_RUN_LEFT", remedy: expect.stringContaining("`auxiliary recover`") },
    });
  });
});

describe("a host", () => {
  it.each([
    ["20.18.3", "problem"],
    ["18.20.0", "problem"],
    ["20.19.0", "well"],
    ["26.0.0", "well"],
  ])("with Node %s is a %s", (version, level) => {
    const finding = findNode(version);
    expect(finding.level).toBe(level);
    if (level === "problem") expect(finding.problem?.code).toBe("AUX_HOST_NODE_OLD");
  });

  it("needs the Node that the packages need", () => {
    const manifest: { engines: { node: string } } = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"),
    );
    expect(manifest.engines.node).toBe(`>=${NODE_FLOOR}`);
  });

  it.each([
    [63, "problem"],
    [1023, "warning"],
    [1024, "well"],
  ])("with %i MiB of free space is a %s", (freeMib, level) => {
    const finding = judgeSpace("/storage", freeMib);
    expect(finding.level).toBe(level);
    if (level !== "well") expect(finding.problem?.code).toBe("AUX_HOST_SPACE_LOW");
  });
});
