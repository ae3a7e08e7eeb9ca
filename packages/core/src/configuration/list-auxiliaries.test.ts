import { describe, expect, it } from "vitest";
import { TemporaryProject } from "../../test/temporary-project.ts";
import { listAuxiliaries } from "./list-auxiliaries.ts";

const LOUD = "globalThis.listImported = true;";

describe("listAuxiliaries", () => {
  it("lists every candidate by name: enabled, or why not, with its order", () => {
    const project = new TemporaryProject();
    project.add("@aux/sniffer-tcpdump", { auxiliary: { name: "sniffer", order: 3 } }, LOUD);
    project.add("@aux/sniffer", { auxiliary: { aliasOf: "@aux/sniffer-tcpdump" } }, LOUD);
    project.add("mitm", { auxiliary: { order: 7 } }, LOUD);
    project.add("dns-log", {}, LOUD);
    project.conf("[sniffer]\nenabled = on\norder = 5\n[dns-log]\nenabled = No\n");
    const { rootPath, confPath } = project;
    expect(listAuxiliaries({ rootPath, confPath })).toEqual({
      auxiliaries: [
        { name: "dns-log", package: "dns-log", version: "1.2.3", enabled: false, reason: "enabled = No" },
        {
          name: "mitm",
          package: "mitm",
          version: "1.2.3",
          enabled: false,
          reason: `no section [mitm] in ${confPath}`,
          order: 7,
        },
        {
          name: "sniffer",
          package: "@aux/sniffer",
          version: "1.2.3",
          enabled: false,
          reason: "same auxiliary as @aux/sniffer-tcpdump, which serves [sniffer]",
          order: 5,
        },
        { name: "sniffer", package: "@aux/sniffer-tcpdump", version: "1.2.3", enabled: true, order: 5 },
      ],
      problems: [],
    });
    expect("listImported" in globalThis).toBe(false);
  });

  it("needs no configuration", () => {
    const project = new TemporaryProject();
    project.add("mitm");
    const { rootPath, confPath } = project;
    expect(listAuxiliaries({ rootPath, confPath })).toEqual({
      auxiliaries: [
        {
          name: "mitm",
          package: "mitm",
          version: "1.2.3",
          enabled: false,
          reason: `${confPath} does not exist`,
        },
      ],
      problems: [],
    });
  });

  it("says which package was chosen, and when none is", () => {
    const project = new TemporaryProject();
    project.add("@a/sniffer");
    project.add("@b/sniffer");
    const { rootPath, confPath } = project;
    project.conf("[sniffer]\npackage = @b/sniffer\n");
    expect(listAuxiliaries({ rootPath, confPath }).auxiliaries).toMatchObject([
      { package: "@a/sniffer", enabled: false, reason: "[sniffer] is served by @b/sniffer" },
      { package: "@b/sniffer", enabled: true },
    ]);
    project.conf("[sniffer]\n");
    const unclear = listAuxiliaries({ rootPath, confPath });
    expect(unclear.auxiliaries.map(({ reason }) => reason)).toEqual([
      "it is unclear which package serves [sniffer]",
      "it is unclear which package serves [sniffer]",
    ]);
    expect(unclear.problems.map(({ code }) => code)).toEqual(["AUX_PACKAGE_CONFLICT"]);
  });

  it("shows what is wrong with the configuration, the packages and the project", () => {
    const project = new TemporaryProject();
    project.add("sniffer");
    project.add("broken", { auxiliary: { name: "" } });
    project.conf("[sniffer]\nenabled = maybe\n[snifer]\n");
    const { rootPath, confPath } = project;
    const { auxiliaries, problems } = listAuxiliaries({ rootPath, confPath });
    expect(auxiliaries).toMatchObject([{ enabled: false, reason: "enabled = maybe" }]);
    expect(problems.map(({ code }) => code).sort()).toEqual([
      "AUX_CONF_UNKNOWN_SECTION",
      "AUX_CONF_VALUE",
      "AUX_PACKAGE_INVALID",
    ]);
    expect(listAuxiliaries({ rootPath: "/nowhere", confPath }).problems.map(({ code }) => code)).toContain(
      "AUX_ROOT_INVALID",
    );
  });
});
