import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { writeBootImage } from "../test/boot-sector.ts";
import { temporaryFolder } from "../test/temporary-machine.ts";

/** A project that depends on this package, with one machine. */
function project(): string {
  const folder = temporaryFolder();
  const scope = join(folder, "node_modules", "@aux");
  mkdirSync(scope, { recursive: true });
  mkdirSync(join(folder, "conf"));
  symlinkSync(resolve(import.meta.dirname, ".."), join(scope, "machinery-qemu"));
  const dependencies = { "@aux/machinery-qemu": "*" };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "project", dependencies }));
  const section = [
    "[tiny]",
    "machinery = qemu",
    "image = tiny.img",
    "memory = 32",
    "accel = tcg",
    "network = none",
  ];
  writeFileSync(join(folder, "conf", "machines.conf"), `${section.join("\n")}\n`);
  writeBootImage(join(folder, "tiny.img"));
  return folder;
}

async function run(cwd: string, ...args: readonly string[]) {
  const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
  const tsx = import.meta.resolve("tsx");
  const child = spawn(process.execPath, ["--import", tsx, "--conditions", "@aux/source", bin, ...args], {
    cwd,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { stdout, stderr, code: Number(code) };
}

describe("machinery-qemu snapshot", () => {
  it("makes a snapshot when the console has said what was waited for, and refuses to make it again", async () => {
    const folder = project();
    const args = ["snapshot", "ready", "--machine", "tiny", "--console", "B"];
    const made = await run(folder, ...args);
    expect(made).toMatchObject({ stderr: "", code: 0, stdout: expect.stringContaining("snapshot = ready") });
    const files = readdirSync(join(folder, "storage", "snapshots", "ready")).sort();
    expect(files).toEqual(["disk.qcow2", "qemu.log", "snapshot.json", "state"]);
    const again = await run(folder, ...args);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("there is a snapshot ready") });
  });

  it("leaves nothing when the machine is not ready in time", async () => {
    const folder = project();
    const args = ["snapshot", "ready", "--machine", "tiny", "--console", "never said", "--timeout", "1.5"];
    expect(await run(folder, ...args)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("within 1.5 s"),
    });
    const kept = join(folder, "storage", "snapshots");
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);
  });

  it("says what is wrong with its arguments and with the machine", async () => {
    const folder = project();
    expect(await run(folder, "snapshot")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Usage:"),
    });
    const unknown = await run(folder, "snapshot", "x", "--machine", "tinny");
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining("tinny") });
  });
});
