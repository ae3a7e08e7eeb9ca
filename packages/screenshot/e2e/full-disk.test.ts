import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runOnDisplay } from "../../../fixtures/started-program.ts";
import { startTigerVnc } from "../../../fixtures/vnc-servers.ts";
import { codesOf, RecordedScreen } from "./recorded-screen.ts";

/** Another picture of many colours. */
function paint(display: string, shade: number): void {
  const colours = ["-fg", `#${shade.toString(16)}8040`, "-bg", "#0f1e2d"];
  runOnDisplay(display, "xsetroot", "-mod", String(3 + (shade % 11)), "5", ...colours);
}

async function isTrueSoon(look: () => boolean): Promise<boolean> {
  const endsAtMs = performance.now() + 3_000;
  while (!look() && performance.now() < endsAtMs) await new Promise((resolve) => setTimeout(resolve, 20));
  return look();
}

it("a disk that fills is one problem; the pictures that are there are whole, and the index says which", async () => {
  const folder = mkdtempSync(join(tmpdir(), "small-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=128k", "tmpfs", folder]);
  try {
    await using server = await startTigerVnc();
    await using screen = new RecordedScreen({ vnc: server.path }, {}, join(folder, "disk"));
    await screen.runner.start();
    await expect.poll(() => screen.shots.length, { timeout: 20_000 }).toBeGreaterThan(0);
    let isFull = false;
    for (let shade = 16; shade < 250 && !isFull; shade += 2) {
      const before = screen.shots.length;
      paint(server.display, shade);
      isFull = !(await isTrueSoon(() => screen.shots.length > before));
    }
    paint(server.display, 255);
    await isTrueSoon(() => false);
    const record = await screen.stop();
    expect([record.state, codesOf(record)]).toEqual(["degraded", ["AUX_SCREENSHOT_WRITE_FAILED"]]);
    expect(record.problems[0]?.message).toContain("ENOSPC");
    expect(Number(record.figures["unwritten"])).toBeGreaterThan(0);
    const { shots } = screen;
    expect(shots.length).toBeGreaterThan(0);
    for (const shot of shots) expect(screen.look(shot).width).toBe(1024);
    const files = readdirSync(join(folder, "disk/analysis/shots")).filter((name) => name !== "index.json");
    expect(files.toSorted()).toEqual(shots.map(({ file }) => file));
  } finally {
    execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});
