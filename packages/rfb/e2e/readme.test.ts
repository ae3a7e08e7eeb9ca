import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { runOnDisplay } from "../../../fixtures/started-program.ts";
import { startTigerVnc } from "../../../fixtures/vnc-servers.ts";

const PACKAGE_PATH = resolve(import.meta.dirname, "..");
const TIMEOUT_MS = 20_000;

/** A project that has this package installed, and the README's example as its program. */
function makeProject(): string {
  const example = /```ts\n(.*?)```/s.exec(readFileSync(join(PACKAGE_PATH, "README.md"), "utf8"))?.[1];
  const folder = mkdtempSync(join(tmpdir(), "rfb-readme-"));
  mkdirSync(join(folder, "node_modules/@aux"), { recursive: true });
  symlinkSync(PACKAGE_PATH, join(folder, "node_modules/@aux/rfb"));
  writeFileSync(join(folder, "example.mts"), example ?? "");
  return folder;
}

it("the README's example sees a real screen turn red, and ends", async () => {
  await using server = await startTigerVnc();
  runOnDisplay(server.display, "xsetroot", "-solid", "#010203");
  const folder = makeProject();
  try {
    const args = ["--import", import.meta.resolve("tsx"), "--conditions=@aux/source"];
    const child = spawn(process.execPath, [...args, join(folder, "example.mts"), server.path], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: TIMEOUT_MS,
    });
    let said = "";
    child.stdout.on("data", (text) => {
      said += String(text);
      if (said.includes("1, 2, 3")) runOnDisplay(server.display, "xsetroot", "-solid", "#ff0000");
    });
    const [code] = (await once(child, "exit")) as [number | null];
    expect(said).toContain("1024x768 pixels");
    expect(said).toContain("the first pixel is 255, 0, 0");
    expect(code).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
