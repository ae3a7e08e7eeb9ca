import { describe, expect, it } from "vitest";
import { load, problemsOf, sniffer } from "../../test/configured-project.ts";
import { auxiliarySource, TemporaryProject } from "../../test/temporary-project.ts";

describe("a section that no package serves", () => {
  async function unknown(project: TemporaryProject) {
    const [problem, ...others] = await problemsOf(project);
    expect(others).toEqual([]);
    expect(problem?.code).toBe("AUX_CONF_UNKNOWN_SECTION");
    return problem;
  }

  it("is named with the nearest and all known names", async () => {
    const project = sniffer();
    project.conf("[snifer]\n");
    expect(await unknown(project)).toMatchObject({
      at: { line: 1, section: "snifer", nearest: "sniffer", allowed: "sniffer" },
      remedy: expect.stringContaining("Did you mean [sniffer]?"),
    });
  });

  it("is told from a package that is only not installed", async () => {
    const project = sniffer();
    project.depend("@acme/dns-log");
    project.conf("[dns-log]\n");
    expect((await unknown(project))?.remedy).toMatch(/@acme\/dns-log .* not installed/);
  });

  it.each(["node_modules/@acme/dns-log", "node_modules/.pnpm/node_modules/@acme/dns-log"])(
    "is told from a transitive package in %s, which is not imported",
    async (folder) => {
      const project = sniffer();
      project.install(folder.slice("node_modules/".length), {}, "throw new Error('imported');");
      project.conf("[dns-log]\n");
      expect((await unknown(project))?.remedy).toContain(
        "add the package to this project (`pnpm add @acme/dns-log`)",
      );
    },
  );
});

describe("two packages for one section", () => {
  function twoSniffers(manifest: object = {}): TemporaryProject {
    const project = sniffer();
    project.add("@acme/sniffer", manifest, auxiliarySource("Acme"));
    return project;
  }

  it("are a conflict, unless the section is off", async () => {
    const project = twoSniffers();
    project.conf("[sniffer]\n");
    expect(await problemsOf(project)).toMatchObject([
      { code: "AUX_PACKAGE_CONFLICT", at: { line: 1 }, message: expect.stringContaining("@acme/sniffer") },
    ]);
    project.conf("[sniffer]\nenabled = off\n");
    expect(await load(project)).toEqual([]);
  });

  it.each(["@acme/sniffer", "@aux/sniffer-tcpdump"])("are settled by package = %s", async (name) => {
    const project = twoSniffers();
    project.conf(`[sniffer]\npackage = ${name}\n`);
    expect((await load(project)).map((entry) => entry.package)).toEqual([name]);
  });

  it("are not settled by a package that is none of them", async () => {
    const project = twoSniffers();
    project.add("other");
    project.conf("[sniffer]\npackage = other\n");
    expect(await problemsOf(project)).toMatchObject([
      { code: "AUX_CONF_VALUE", at: { line: 2, key: "package", value: "other" } },
    ]);
  });

  it("are one auxiliary when one is the other's alias, whichever is named first", async () => {
    const project = twoSniffers({ auxiliary: { aliasOf: "@aux/sniffer-tcpdump" } });
    project.conf("[sniffer]\n");
    expect((await load(project)).map((entry) => entry.package)).toEqual(["@aux/sniffer-tcpdump"]);
  });

  it("are a conflict when each says that it is the other's alias", async () => {
    const project = new TemporaryProject();
    project.add("@a/sniffer", { auxiliary: { aliasOf: "@b/sniffer" } });
    project.add("@b/sniffer", { auxiliary: { aliasOf: "@a/sniffer" } });
    project.conf("[sniffer]\n");
    expect((await problemsOf(project)).map(({ code }) => code)).toEqual(["AUX_PACKAGE_CONFLICT"]);
  });

  it("leave an alias alone to serve when what it names is no direct dependency", async () => {
    const project = new TemporaryProject();
    project.install("@aux/sniffer-tcpdump", { auxiliary: { name: "sniffer" } });
    project.add("@aux/sniffer", { auxiliary: { aliasOf: "@aux/sniffer-tcpdump" } });
    project.conf("[sniffer]\n");
    expect((await load(project)).map((entry) => entry.package)).toEqual(["@aux/sniffer"]);
  });
});
