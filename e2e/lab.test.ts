import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { buildGuest } from "../guest/build-guest.ts";
import { Lab } from "../guest/lab/lab.ts";
import { findNamespace, listProcesses } from "./left-behind.ts";

const GONE_MS = 3_000;
const PROJECT_PATH = resolve(import.meta.dirname, "..");

describe("a lab that is closed", () => {
  it("leaves no process, no namespace and no folder, and this host never saw its interfaces", async () => {
    const { busyboxPath } = await buildGuest();
    const interfaces = readdirSync("/sys/class/net");
    const lab = await Lab.open({ busyboxPath });
    const namespace = findNamespace(lab.pid);
    const processes = listProcesses(namespace).join("\n");
    const leasePath = /(\/\S*\/lab-dhcp-\S+)\/udhcpd.conf/.exec(processes)?.[1] ?? "";
    expect(processes).toContain("lab-host.ts");
    expect(existsSync(leasePath)).toBe(true);
    expect(readdirSync("/sys/class/net")).toEqual(interfaces);
    await lab[Symbol.asyncDispose]();
    await expect.poll(() => listProcesses(namespace), { timeout: GONE_MS, interval: 5 }).toEqual([]);
    expect(existsSync(leasePath)).toBe(false);
  });

  it("is gone with all that runs in it when the process that opened it is killed", async () => {
    const opener = spawnOpener();
    const [line] = await once(createInterface({ input: opener.stdout ?? process.stdin }), "line");
    const namespace = findNamespace(Number(line));
    await expect.poll(() => listProcesses(namespace).join(), { timeout: GONE_MS }).toContain("sleep 60");
    opener.kill("SIGKILL");
    await expect.poll(() => listProcesses(namespace), { timeout: GONE_MS }).toEqual([]);
  });
});

/** Without tsx's own process in between, which would be killed instead. */
function spawnOpener(): ChildProcess {
  const node = ["--conditions=@aux/source", "--import", "tsx"];
  const opener = spawn(process.execPath, [...node, join(PROJECT_PATH, "e2e/open-lab.ts")], {
    cwd: PROJECT_PATH,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void opener.kill("SIGKILL"));
  return opener;
}
