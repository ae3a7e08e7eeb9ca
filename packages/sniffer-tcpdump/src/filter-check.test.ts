import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findExecutable } from "@aux/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilterPlan } from "./capture-plan.ts";
import { findFilterProblem } from "./filter-check.ts";

function buildPlan(bpf: string, changed: Partial<FilterPlan> = {}): FilterPlan {
  return {
    section: "sniffer",
    tcpdumpPath: findExecutable("tcpdump"),
    interface: "v0",
    linkType: "EN10MB",
    filter: `(${bpf})`,
    bpf,
    ...changed,
  };
}

const any: Partial<FilterPlan> = { interface: "any", linkType: "LINUX_SLL2" };
const at = { section: "sniffer", key: "bpf" };

describe("findFilterProblem", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "filter-check-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const bpf of [
    "not arp",
    "tcp port 80 or udp[8:2] = 5",
    "vlan 3",
    "ip[ip[0] & 0xf] = 1",
    "ether broadcast",
  ]) {
    it(`finds nothing wrong with ${bpf}`, async () => {
      expect(await findFilterProblem(buildPlan(bpf))).toBeUndefined();
    });
  }

  for (const bpf of ["not arp and (", "foo bar", "host 999.1.1.1", "--help", "ether host zz"]) {
    it(`finds ${bpf} invalid and says where it was set`, async () => {
      const problem = await findFilterProblem(buildPlan(bpf));
      expect(problem).toMatchObject({ code: "AUX_SNIFFER_FILTER_INVALID", at });
      expect(problem?.message).toContain(JSON.stringify(bpf));
    });
  }

  it("finds a filter by Ethernet address invalid on all interfaces", async () => {
    const problem = await findFilterProblem(buildPlan("ether host aa:bb:cc:dd:ee:ff", any));
    expect(problem?.message).toContain("ethernet addresses supported only on");
  });

  for (const bpf of ["inbound", "not outbound and tcp", "ifindex 2 or arp"]) {
    it(`refuses ${bpf} on a single interface, where it would lose the first packets`, async () => {
      expect(await findFilterProblem(buildPlan(bpf))).toMatchObject({
        code: "AUX_SNIFFER_FILTER_DIRECTION",
        at,
      });
      expect(await findFilterProblem(buildPlan(bpf, any))).toBeUndefined();
    });
  }

  it("gives a compiler that hangs no more than its time", async () => {
    const tcpdumpPath = join(folder, "hangs");
    writeFileSync(tcpdumpPath, "#!/bin/sh\nexec sleep 60\n", { mode: 0o755 });
    const problem = await findFilterProblem(buildPlan("arp", { tcpdumpPath }), { timeoutMs: 100 });
    expect(problem).toMatchObject({ code: "AUX_SNIFFER_FILTER_UNCHECKED", at });
    expect(problem?.message).toContain("within 100 ms");
  });

  it("ends a compiler that hangs when the run is interrupted", async () => {
    const tcpdumpPath = join(folder, "hangs-too");
    writeFileSync(tcpdumpPath, "#!/bin/sh\nsleep 60\n", { mode: 0o755 });
    const signal = AbortSignal.timeout(50);
    const began = performance.now();
    await expect(findFilterProblem(buildPlan("arp", { tcpdumpPath }), { signal })).rejects.toThrow("timeout");
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it("says so when the compiler cannot be run", async () => {
    const problem = await findFilterProblem(buildPlan("arp", { tcpdumpPath: join(folder, "none") }));
    expect(problem).toMatchObject({ code: "AUX_SNIFFER_FILTER_UNCHECKED" });
  });
});
