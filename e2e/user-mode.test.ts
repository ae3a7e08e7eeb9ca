import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGuest } from "../guest/build-guest.ts";
import { compareCapture } from "../guest/compare/compare-capture.ts";
import { findOrderFaults, listSteps } from "../guest/compare/record-steps.ts";
import { Lab } from "../guest/lab/lab.ts";
import { GuestProject } from "./guest-project.ts";

describe("an analysis on a host that lets nobody make a tap", () => {
  let lab: Lab;
  let project: GuestProject;
  beforeAll(async () => {
    const guest = await buildGuest();
    lab = await Lab.open({ busyboxPath: guest.busyboxPath, isolation: "user-mode" });
    project = new GuestProject(guest, lab, [{ name: "guest", index: 0, words: ["GUEST_JOB=demo"] }]);
  }, 120_000);
  afterAll(async () => {
    project[Symbol.dispose]();
    await lab[Symbol.asyncDispose]();
  });

  it("is recorded by QEMU itself, without an interface, and nothing is missing", async () => {
    const { code, output, record, packets, log } = await project.run({ machine: "guest", id: "user" });
    expect(code, output).toBe(0);
    expect(record.problems).toEqual([]);
    expect(findOrderFaults(listSteps(record))).toEqual([]);
    expect(record.auxiliaries.find(({ name }) => name === "sniffer")).toMatchObject({
      state: "stopped",
      problems: [],
      figures: { capture: "qemu" },
    });
    const mac = lab.guests[0]?.mac ?? "";
    const { entries, isolation } = lab;
    const comparisons = compareCapture({ packets, mac, log, entries, isolation });
    expect(comparisons.flatMap(({ missing }) => missing)).toEqual([]);
    expect(comparisons.map(({ told }) => told > 10)).toEqual([true, true, true]);
    expect(packets[0]?.from).toBe(mac);
  });
});
