import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DECLARED, load, places, problemsOf, sniffer } from "../../test/configured-project.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";

describe("loadAuxiliaries", () => {
  it("imports what the configuration enables, with options and the keys of the runner", async () => {
    const project = sniffer(DECLARED);
    project.conf(
      "[sniffer]\nenabled = on\norder = 2\nrequired = yes\nstart_timeout = 3\nsnap_len = 96\napi_key = good\n",
    );
    const [entry, ...others] = await load(project);
    expect(others).toEqual([]);
    expect(entry?.Class.name).toBe("Sniffer");
    const file = project.confPath;
    expect(entry).toMatchObject({
      name: "sniffer",
      package: "@aux/sniffer-tcpdump",
      version: "1.2.3",
      order: 2,
      required: true,
      startTimeoutMs: 3000,
      options: { bpf: undefined, snapLen: 96, apiKey: "good" },
      location: { file, line: 1, keys: { snapLen: { file, line: 6, key: "snap_len", value: "96" } } },
    });
    expect(entry?.location?.keys.apiKey).toEqual({ file, line: 7, key: "api_key" });
    expect(entry).not.toHaveProperty("enabled");
  });

  it("gives a module without schema its whole section, as the seed does", async () => {
    const project = sniffer();
    project.conf("[sniffer]\nbpf_filter = not arp\nverbose = on\norder = 2\n");
    const [entry] = await load(project);
    expect(entry?.options).toEqual({ enabled: true, bpfFilter: "not arp", verbose: true, order: "2" });
  });

  it("imports neither what is off nor what has no section", async () => {
    const project = sniffer();
    project.add("off-one", {}, "throw new Error('imported');");
    project.add("no-section", {}, "throw new Error('imported');");
    project.conf("[sniffer]\nenabled = on\n[off-one]\nenabled = off\n");
    expect((await load(project)).map(({ name }) => name)).toEqual(["sniffer"]);
  });

  it("throws a single problem as it is, with its place", async () => {
    const project = sniffer();
    project.conf("[sniffer]\nenabled = maybe\n");
    await expect(load(project)).rejects.toMatchObject({
      code: "AUX_CONF_VALUE",
      message: "[sniffer] enabled = maybe is not allowed",
      problems: [{ at: { file: project.confPath, line: 2, key: "enabled", value: "maybe" } }],
    });
  });

  it("knows the runner's keys when it names the nearest", async () => {
    const project = sniffer(DECLARED);
    project.conf("[sniffer]\nstart_timout = 3\n");
    expect(await problemsOf(project)).toMatchObject([
      {
        at: {
          nearest: "start_timeout",
          allowed: expect.stringMatching(/^bpf, snap_len, api_key, enabled, order/),
        },
      },
    ]);
  });

  it("collects all problems, in the order of the file, and imports nothing whose `enabled` is unclear", async () => {
    const project = sniffer(DECLARED);
    project.add("loud", {}, "globalThis.loudWasImported = true;");
    project.add("empty", {}, "export {};");
    project.conf(
      [
        "[loud]",
        "enabled = maybe",
        "[snifer]",
        "[sniffer]",
        "snap_lem = 3",
        "snap_len = x",
        "snap_len = 4",
        "bpf = a#b",
        "[empty]",
        "order = first",
        "rest",
        "[__proto__]",
        "enabled = on",
      ].join("\n"),
    );
    const error: unknown = await load(project, { "sniffer.snap_len": "5" }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: "AUX_CONF_VALUE",
      message: `11 problems in ${project.confPath}`,
    });
    if (!AuxiliaryError.is(error)) throw error;
    expect(places(error.problems)).toEqual([
      ["AUX_CONF_VALUE", 2, "enabled"],
      ["AUX_CONF_UNKNOWN_SECTION", 3, "snifer"],
      ["AUX_CONF_UNKNOWN_KEY", 5, "snap_lem"],
      ["AUX_CONF_VALUE", 6, "snap_len"],
      ["AUX_CONF_DUPLICATE", 7, "snap_len"],
      ["AUX_CONF_SYNTAX", 8, "bpf"],
      ["AUX_PACKAGE_NO_AUXILIARY", 9, "empty"],
      ["AUX_CONF_VALUE", 10, "order"],
      ["AUX_CONF_SYNTAX", 11, "empty"],
      ["AUX_CONF_SYNTAX", 12, "__proto__"],
      ["AUX_CONF_OVERRIDE", undefined, "sniffer.snap_len"],
    ]);
    expect("loudWasImported" in globalThis).toBe(false);
    expect("enabled" in {}).toBe(false);
  });

  it("says once that the project is no project, not that every section is unknown", async () => {
    const project = sniffer();
    project.conf("[sniffer]\n[mitm]\n");
    rmSync(join(project.rootPath, "package.json"));
    expect(places(await problemsOf(project))).toEqual([["AUX_ROOT_INVALID", undefined, undefined]]);
  });

  it("says that the configuration is missing or empty", async () => {
    const project = sniffer();
    expect((await problemsOf(project, { "sniffer.bpf": "ip" })).map(({ code }) => code)).toEqual([
      "AUX_CONF_MISSING",
    ]);
    project.conf("; nothing\n");
    expect((await problemsOf(project)).map(({ code }) => code)).toEqual(["AUX_CONF_EMPTY"]);
  });

  it("does not let a broken package that no section means stop a run, but names it beside an unknown section", async () => {
    const project = sniffer();
    project.add("broken", { auxiliary: { name: "BROKEN" } });
    project.conf("[sniffer]\n");
    expect(await load(project)).toHaveLength(1);
    project.conf("[sniffer]\n[broken]\n");
    expect((await problemsOf(project)).map(({ code }) => code).sort()).toEqual([
      "AUX_CONF_UNKNOWN_SECTION",
      "AUX_PACKAGE_INVALID",
    ]);
  });
});
