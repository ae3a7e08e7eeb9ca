import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lab, runTool } from "./lab.ts";
import { listNumbers, readNumbers } from "./numbered-packets.ts";
import type { SendOrder } from "./send-packets.ts";
import { type SessionOptions, SnifferSession } from "./sniffer-session.ts";
import { TalkingProcess } from "./talking-process.ts";

const PORT = 9000;

describe("a capture's filter", () => {
  let lab: Lab;
  let guest: TalkingProcess;
  beforeAll(async () => {
    lab = new Lab();
    guest = new TalkingProcess(lab.guest.namespace, "send-packets.ts");
    await guest.hear("waiting");
  });
  afterAll(async () => {
    await guest[Symbol.asyncDispose]();
    lab[Symbol.dispose]();
  });

  async function send(host: string, from: number, count: number): Promise<void> {
    guest.tell({ host, port: PORT, from, count } satisfies SendOrder);
    await guest.hear("sent");
  }

  async function capture(options: SessionOptions, traffic: () => Promise<void> | void) {
    await using session = new SnifferSession(lab, { sinkPorts: [PORT], ...options });
    await session.start();
    await traffic();
    const record = await session.stop();
    const text = runTool("tcpdump", "-n", "-e", "-r", session.pcapPath);
    return { record, numbers: readNumbers(session.pcapPath), text };
  }

  it("keeps IPv6 and ARP of a machine that is known by its MAC", async () => {
    const machine = { interface: "v0", mac: lab.guest.mac, ip: lab.guest.ip };
    const { numbers, text, record } = await capture({ id: "mac", machine }, async () => {
      await send(lab.host.ip, 0, 10);
      await send(lab.host.ip6, 10, 10);
      runTool("ip", "-n", lab.guest.namespace, "neigh", "del", lab.host.ip, "dev", "v1");
      await send(lab.host.ip, 20, 1);
    });
    expect(numbers).toEqual(listNumbers(0, 21));
    expect(text).toContain("ethertype ARP");
    expect(text).toContain("ethertype IPv6");
    expect(record.figures.filter).toBe(`ether host ${lab.guest.mac}`);
  });

  it("leaves out another machine on the same interface", async () => {
    const machine = { interface: "v0", mac: "02:00:00:00:77:99" };
    const { numbers } = await capture({ id: "other", machine }, () => send(lab.host.ip, 0, 100));
    expect(numbers).toEqual([]);
  });

  it("keeps what a task's bpf asks for and nothing else", async () => {
    const machine = { interface: "v0", mac: lab.guest.mac };
    const { numbers } = await capture({ id: "bpf", machine, options: { bpf: "ip6 or arp" } }, async () => {
      await send(lab.host.ip, 0, 10);
      await send(lab.host.ip6, 10, 10);
    });
    expect(numbers).toEqual(listNumbers(10, 10));
  });

  it("keeps whole packets, or as much of them as snaplen says", async () => {
    const machine = { interface: "v0", mac: lab.guest.mac };
    const { text } = await capture({ id: "snaplen", machine, options: { snaplen: 42 } }, () =>
      send(lab.host.ip, 0, 5),
    );
    expect(text).toMatch(/length 5[0-9]: /);
    const { numbers } = await capture({ id: "cut", machine, options: { snaplen: 42 } }, () =>
      send(lab.host.ip, 0, 5),
    );
    expect(numbers).toEqual([]);
  });

  const control = { agentPort: 8000, resultServerIp: "10.77.0.1", resultServerPort: 2042 } as const;

  /** One TCP attempt towards the guest's agent, one from it to the result server, one to the same port elsewhere. */
  function talkToAgentAndServer(): void {
    const attempt = (namespace: string, host: string, port: number) => {
      const script = `require("net").connect(${port},"${host}").on("error",()=>{}).setTimeout(300,function(){this.destroy()})`;
      runTool("ip", "netns", "exec", namespace, process.execPath, "-e", script);
    };
    attempt(lab.host.namespace, lab.guest.ip, 8000);
    attempt(lab.guest.namespace, lab.host.ip, 2042);
    attempt(lab.guest.namespace, lab.host.ip, 8000);
  }

  for (const known of [{ mac: "02:00:00:00:77:02" }, { ip: "10.77.0.2" }]) {
    const by = Object.keys(known).join();

    it(`leaves out control traffic both ways, and only that, when the machine is known by its ${by}`, async () => {
      const machine = { interface: "v0", ...known, ...control };
      const { text, record } = await capture({ id: `control-${by}`, machine }, talkToAgentAndServer);
      expect(text).not.toContain("10.77.0.2.8000");
      expect(text).not.toContain("10.77.0.1.2042");
      expect(text).toMatch(/10\.77\.0\.2\.\d+ > 10\.77\.0\.1\.8000/);
      expect(text).toMatch(/10\.77\.0\.1\.8000 > 10\.77\.0\.2\.\d+/);
      expect(record.problems).toEqual([]);
    });
  }

  it("keeps control traffic both ways when it is asked to", async () => {
    const machine = { interface: "v0", mac: lab.guest.mac, ...control };
    const options = { includeControlTraffic: true };
    const { text } = await capture({ id: "control-kept", machine, options }, talkToAgentAndServer);
    expect(text).toMatch(/> 10\.77\.0\.2\.8000/);
    expect(text).toMatch(/10\.77\.0\.2\.8000 >/);
    expect(text).toMatch(/> 10\.77\.0\.1\.2042/);
    expect(text).toMatch(/10\.77\.0\.1\.2042 >/);
  });
});
