import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createFakeTool } from "@aux/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lab } from "./lab.ts";
import { type SessionOptions, SnifferSession } from "./sniffer-session.ts";

const AS_NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"];

describe("the sniffer's trial", () => {
  let lab: Lab;
  beforeAll(() => {
    lab = new Lab();
    chmodSync(lab.folder, 0o777);
  });
  afterAll(() => lab[Symbol.dispose]());

  async function tryOut(options: SessionOptions & { readonly id: string }) {
    mkdirSync(lab.analysisPath(options.id));
    chmodSync(lab.analysisPath(options.id), 0o777);
    await using session = new SnifferSession(lab, options);
    return await session.tryOut();
  }

  it("records a packet of its own on every interface", async () => {
    const examined = await tryOut({ id: "any" });
    expect(examined).toMatchObject({ shown: "one packet recorded on any", problems: [] });
    expect(readdirSync(join(lab.analysisPath("any"), "0")).toSorted()).toEqual(["logs", "trial.pcap"]);
  });

  it("listens on the machine's own interface, with the machine's filter", async () => {
    const { interface: name, mac } = lab.guest;
    const machine = { interface: lab.host.interface, mac };
    expect(name).not.toBe(machine.interface);
    expect(await tryOut({ id: "veth", machine })).toMatchObject({
      shown: "one packet recorded on lo; tcpdump listens on v0",
      problems: [],
    });
  });

  it("waits for no interface that only comes with the machine", async () => {
    const machine = { interface: "tap9" };
    expect(await tryOut({ id: "tap", machine, options: { waitForInterface: true } })).toMatchObject({
      shown: "one packet recorded on lo; tap9 will be waited for",
      problems: [],
    });
  });

  it("names the command that gives an ordinary user the right, and leaves nothing", async () => {
    const { problems } = await tryOut({ id: "nobody", as: AS_NOBODY });
    expect(problems.map(({ code }) => code)).toEqual(["AUX_SNIFFER_PERMISSION"]);
    expect(problems[0]?.remedy).toMatch(/^`sudo setcap cap_net_raw\+ep \/\S*tcpdump`/);
    expect(existsSync(join(lab.analysisPath("nobody"), "0", "trial.pcap"))).toBe(false);
  });

  it("finds out that tcpdump cannot write as the user that it becomes", async () => {
    const { problems } = await tryOut({ id: "user", options: { user: "no-such-user" } });
    expect(problems.map(({ code }) => code)).toEqual(["AUX_SNIFFER_USER_UNKNOWN"]);
  });

  it("says so when tcpdump listens and records nothing", async () => {
    using deaf = createFakeTool({
      name: "tcpdump",
      says: [{ stream: "stderr", text: "listening on lo" }],
    });
    const { problems } = await tryOut({ id: "deaf", options: { interface: "lo", tcpdump: deaf.path } });
    expect(problems.map(({ code }) => code)).toContain("AUX_SNIFFER_TRIAL_EMPTY");
  });
});
