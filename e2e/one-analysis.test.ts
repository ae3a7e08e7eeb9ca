import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGuest, type Guest } from "../guest/build-guest.ts";
import { compareCapture, countKinds } from "../guest/compare/compare-capture.ts";
import { compareInput, readActions } from "../guest/compare/compare-input.ts";
import { compareScreens, nameShots } from "../guest/compare/compare-screens.ts";
import { findOrderFaults, listSteps } from "../guest/compare/record-steps.ts";
import { Lab } from "../guest/lab/lab.ts";
import { GuestProject } from "./guest-project.ts";

const JOB = { name: "guest", index: 0, words: ["GUEST_JOB=demo"] };

describe("an analysis of a real machine", () => {
  let guest: Guest;
  let lab: Lab;
  let project: GuestProject;
  beforeAll(async () => {
    guest = await buildGuest();
    lab = await Lab.open({ busyboxPath: guest.busyboxPath });
    project = new GuestProject(guest, lab, [JOB]);
  }, 120_000);
  afterAll(async () => {
    project[Symbol.dispose]();
    await lab[Symbol.asyncDispose]();
  });

  it("keeps the order, and loses no packet from the first of the boot to the last before power-off, no screen, and no click", async () => {
    project.configure([{ ...JOB, keys: { pointer: "virtio" } }]);
    project.addAuxiliaries("[screenshot]\n\n[human]\npace = 600\ntext = hi|OK\n");
    const before = (await lab.countFrames(0))?.fromGuest ?? 0;
    const analysis = await project.run({ machine: "guest", id: "whole" });
    expect(analysis.code, analysis.output).toBe(0);
    expect(analysis.record).toMatchObject({ outcome: "completed", problems: [] });
    const states = analysis.record.auxiliaries.map(({ name, state, problems }) => ({
      name,
      state,
      problems,
    }));
    const names = ["console", "human", "screenshot", "sniffer"];
    expect(states).toEqual(names.map((name) => ({ name, state: "stopped", problems: [] })));
    expect(findOrderFaults(listSteps(analysis.record))).toEqual([]);

    const { packets, log } = analysis;
    const tapFrames = ((await lab.countFrames(0))?.fromGuest ?? 0) - before;
    const mac = lab.guests[0]?.mac ?? "";
    const { entries, isolation } = lab;
    const comparisons = compareCapture({ packets, mac, log, entries, tapFrames, isolation });
    expect(comparisons.flatMap(({ missing }) => missing)).toEqual([]);
    expect(comparisons.map(({ told }) => told > 10)).toEqual(comparisons.map(() => true));

    const kinds = countKinds(packets).map(([kind]) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["ARP", "DHCP", "DNS", "HTTP", "ICMP", "ICMPv6", "TCP"]));
    expect(log.isOff).toBe(true);
    const shots = nameShots(analysis.path);
    expect(log.screens).toEqual(["blue", "stripes", "green", "white", "green", "red"]);
    expect(compareScreens(log.screens, shots).missing, JSON.stringify(shots)).toEqual([]);
    expect(log.input?.seen.moves).toBeGreaterThan(10);
    const inputs = compareInput(readActions(join(analysis.path, "human.jsonl")), log, entries);
    expect(inputs.flatMap(({ missing }) => missing)).toEqual([]);
    const last = packets.filter(({ text }) => text !== "").at(-1);
    expect(last?.text).toMatch(/^\/n\d+\/guest\/goodbye$/);
  });

  it("is ended in order at its timeout, with the traffic of the guest's shutdown in the capture", async () => {
    project.configure([{ ...JOB, words: [] }]);
    const before = lab.entries.length;
    const analysis = await project.run({ machine: "guest", id: "timeout", timeoutSeconds: 8 });
    expect(analysis.code, analysis.output).toBe(0);
    expect(analysis.record).toMatchObject({ outcome: "timeout", problems: [] });
    expect(findOrderFaults(listSteps(analysis.record))).toEqual([]);
    expect(analysis.console).toContain("power-off button");
    const asked = lab.entries.slice(before).filter(({ service }) => service === "http");
    expect(asked.map(({ what }) => what)).toEqual(["/n2/guest/goodbye"]);
    expect(analysis.packets.filter(({ text }) => text === "/n2/guest/goodbye")).toHaveLength(1);
  });

  it("ends a guest that hangs at power-down by force within the deadline, and the record says so", async () => {
    const keys = { powerdown_timeout: 1, agent: "on" };
    project.configure([{ ...JOB, words: ["GUEST_BUTTON=ignore"], keys }]);
    const { record, console, output } = await project.run({
      machine: "guest",
      id: "hangs",
      timeoutSeconds: 8,
    });
    expect(console, output).toContain("button pressed");
    expect(console).not.toContain("power-off");
    expect(record.problems.map(({ code }) => code)).toEqual(["AUX_QEMU_POWERDOWN_IGNORED"]);
    const off = listSteps(record).find(({ name }) => name === "machinery.stop");
    const tookMs = (off?.endedMs ?? 0) - (off?.beganMs ?? 0);
    expect(tookMs).toBeGreaterThan(1_000);
    expect(tookMs).toBeLessThan(2_500);
    expect(findOrderFaults(listSteps(record))).toEqual([]);
  });
});
