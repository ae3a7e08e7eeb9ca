import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lab, runTool } from "./lab.ts";
import { type SessionOptions, SnifferSession } from "./sniffer-session.ts";

const AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"];

describe("a sniffer that cannot start", () => {
  let lab: Lab;
  beforeAll(() => {
    lab = new Lab();
    chmodSync(lab.folder, 0o777);
  });
  afterAll(() => lab[Symbol.dispose]());

  async function refuse(options: SessionOptions) {
    await using session = new SnifferSession(lab, options);
    return await session.startRefused();
  }

  async function check(options: SessionOptions) {
    await using session = new SnifferSession(lab, options);
    return await session.check();
  }

  it("names the right that an ordinary user lacks, and the command that gives it", async () => {
    const problem = await refuse({ id: "nobody", as: AS_NOBODY });
    expect(problem.code).toBe("AUX_SNIFFER_PERMISSION");
    expect(problem.remedy).toMatch(/setcap cap_net_raw\+ep \/\S*tcpdump/);
    expect(problem.lastWords?.join("\n")).toContain("permission");
  });

  it("starts for an ordinary user who has that right", async () => {
    const rights = ["--inh-caps=+net_raw", "--ambient-caps=+net_raw"];
    await using session = new SnifferSession(lab, { id: "ambient", as: [...AS_NOBODY, ...rights] });
    await session.start();
    expect(await session.stop()).toMatchObject({ state: "stopped", problems: [] });
  });

  it("starts as the user that the section names", async () => {
    await using session = new SnifferSession(lab, { id: "user", options: { user: "nobody" } });
    await session.start();
    expect(await session.stop()).toMatchObject({ state: "stopped", problems: [] });
    expect(runTool("stat", "-c", "%U", session.pcapPath).trim()).toBe("nobody");
  });

  it("works in a folder that only root may enter", async () => {
    const folder = join(lab.folder, "private");
    mkdirSync(folder, { mode: 0o700 });
    await using session = new SnifferSession(lab, { id: "private/1" });
    await session.start();
    expect(await session.stop()).toMatchObject({ state: "stopped", problems: [] });
  });

  it("says that the user to become is unknown", async () => {
    const problem = await refuse({ id: "no-user", options: { user: "no-such-user" } });
    expect(problem).toMatchObject({ code: "AUX_SNIFFER_USER_UNKNOWN" });
    expect(problem.message).toContain("no-such-user");
  });

  it("says that the interface does not exist", async () => {
    const problem = await refuse({ id: "no-interface", machine: { interface: "nope0" } });
    expect(problem).toMatchObject({ code: "AUX_SNIFFER_INTERFACE_MISSING" });
    expect(problem.message).toContain("nope0");
  });

  it("locates a missing interface at the option only when the section named it", async () => {
    const [own] = await check({ options: { interface: "nope0" } });
    expect(own).toMatchObject({
      code: "AUX_SNIFFER_INTERFACE_MISSING",
      at: { section: "sniffer", key: "interface" },
    });
    expect(own?.message).toContain("lo, v0");
    const [machines] = await check({ machine: { interface: "nope1" } });
    expect(machines?.code).toBe("AUX_SNIFFER_INTERFACE_MISSING");
    expect(machines?.at).toBeUndefined();
  });

  it("says that the interface is down, and how to bring it up", async () => {
    runTool("ip", "-n", lab.host.namespace, "link", "set", "v0", "down");
    const problem = await refuse({ id: "down", machine: { interface: "v0" } });
    runTool("ip", "-n", lab.host.namespace, "link", "set", "v0", "up");
    expect(problem).toMatchObject({ code: "AUX_SNIFFER_INTERFACE_DOWN" });
    expect(problem.remedy).toContain("ip link set dev v0 up");
  });

  it("refuses a machine that is known by its MAC alone where packets carry none", async () => {
    const problem = await refuse({ id: "mac-any", machine: { mac: lab.guest.mac } });
    expect(problem.code).toBe("AUX_SNIFFER_MAC_NEEDS_INTERFACE");
    expect(problem.remedy).toContain("interface");
  });

  it("refuses a bpf that tcpdump cannot compile, by check and by start, before anything is captured", async () => {
    const options = { bpf: "not arp and (" };
    const [problem] = await check({ options });
    expect(problem).toMatchObject({
      code: "AUX_SNIFFER_FILTER_INVALID",
      at: { section: "sniffer", key: "bpf" },
    });
    expect(await refuse({ id: "bad-bpf", options })).toMatchObject({ code: "AUX_SNIFFER_FILTER_INVALID" });
  });

  it("says that the folder takes no file", async () => {
    const folder = join(lab.folder, "read-only");
    mkdirSync(folder, { mode: 0o777 });
    mkdirSync(join(folder, "dump.pcap"));
    const problem = await refuse({ id: "read-only" });
    expect(problem).toMatchObject({ code: "AUX_SNIFFER_FILE_REFUSED" });
    expect(problem.message).toContain("dump.pcap");
  });
});
