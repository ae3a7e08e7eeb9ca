import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { startXvfb } from "../../../fixtures/x-servers.ts";

const PACKAGE_PATH = resolve(import.meta.dirname, "..");
const ARGS = ["--import", import.meta.resolve("tsx"), "--conditions=@aux/source"];

it("the README's example sees a real screen turn red, and ends", async () => {
  await using server = await startXvfb();
  const folder = mkdtempSync(join(tmpdir(), "x11-readme-"));
  try {
    const readme = readFileSync(join(PACKAGE_PATH, "README.md"), "utf8");
    writeFileSync(join(folder, "example.mts"), /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "");
    mkdirSync(join(folder, "node_modules/@aux"), { recursive: true });
    symlinkSync(PACKAGE_PATH, join(folder, "node_modules/@aux/x11"));
    const child = spawn(process.execPath, [...ARGS, join(folder, "example.mts"), server.display], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 20_000,
    });
    let said = "";
    child.stdout.on("data", (text) => {
      said += String(text);
      if (!said.includes("255, 0, 0")) server.run("xsetroot", "-solid", "#ff0000");
    });
    const [code] = (await once(child, "exit")) as [number | null];
    expect(said).toMatch(
      /1280x800 pixels, 1 areas changed\nthe first pixel is 0, 0, 0\n.*the first pixel is 255, 0, 0/s,
    );
    expect(code).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
