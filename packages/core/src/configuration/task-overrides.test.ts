import { describe, expect, it } from "vitest";
import { DECLARED, FOREIGN, load, places, problemsOf, sniffer } from "../../test/configured-project.ts";

describe("options that a task sets", () => {
  it("win over the section's where the declaration allows it, and their place is the task", async () => {
    const project = sniffer(DECLARED);
    project.conf("[sniffer]\nbpf = not arp\n");
    const [entry] = await load(project, { "sniffer.bpf": "ip" });
    expect(entry?.options?.bpf).toBe("ip");
    expect(entry?.location?.keys.bpf).toEqual({ key: "sniffer.bpf" });
  });

  it("are allowed one by one with another library's schema", async () => {
    const project = sniffer(FOREIGN);
    project.conf("[sniffer]\nenabled = on\n");
    const [entry] = await load(project, { "sniffer.bpf": "ip" });
    expect(entry?.options).toEqual({ bpf: "ip" });
    expect(places(await problemsOf(project, { "sniffer.other": "x" }))).toEqual([
      ["AUX_CONF_OVERRIDE", undefined, "sniffer.other"],
    ]);
  });

  it.each([
    ["that only the operator may set", "sniffer.snap_len"],
    ["that does not exist", "sniffer.nothing"],
    ["of the runner", "sniffer.enabled"],
    ["of the runner that chooses the program", "sniffer.package"],
    ["of Object's prototype", "sniffer.constructor"],
    ["of an unknown module", "mitm.port"],
    ["of a module that is off", "off-one.bpf"],
    ["without a section", "bpf"],
    ["as a substring of one that may be set", "sniffer.bpf.x"],
    ["called __proto__", "__proto__.polluted"],
  ])("are refused %s (%s)", async (_, key) => {
    const project = sniffer(DECLARED);
    project.add("off-one");
    project.conf("[sniffer]\n[off-one]\nenabled = off\n");
    const [problem, ...others] = await problemsOf(project, { [key]: "1" });
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "AUX_CONF_OVERRIDE", at: { key } });
    expect(problem?.at).not.toHaveProperty("file");
  });

  it("are never allowed to a module without schema", async () => {
    const project = sniffer();
    project.conf("[sniffer]\n");
    expect((await problemsOf(project, { "sniffer.bpf": "ip" })).map(({ code }) => code)).toEqual([
      "AUX_CONF_OVERRIDE",
    ]);
  });

  it("are checked like the section's own, named as the task wrote them, without showing secrets", async () => {
    const project = sniffer(DECLARED);
    project.conf("[sniffer]\nbpf = ip\n");
    const problems = await problemsOf(project, { "sniffer.bpf": "bad", "sniffer.api_key": "HUNTER2" });
    expect(places(problems)).toEqual([
      ["AUX_CONF_VALUE", undefined, "sniffer.bpf"],
      ["AUX_CONF_VALUE", undefined, "sniffer.api_key"],
    ]);
    expect(problems[0]?.at).toMatchObject({ value: "bad", allowed: "a filter" });
    expect(JSON.stringify(problems)).not.toContain("HUNTER2");
  });
});
