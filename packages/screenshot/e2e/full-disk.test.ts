import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runOnDisplay } from "../../../fixtures/started-program.ts";
import { startTigerVnc } from "../../../fixtures/vnc-servers.ts";
import { RecordedScreen } from "./recorded-screen.ts";

it("a disk that fills is one problem; the pictures that are there are whole, and the index says which", async () => {
  const folder = mkdtempSync(join(tmpdir(), "small-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=160k", "tmpfs", folder]);
  try {
    await using server = await startTigerVnc();
    await using screen = new RecordedScreen({ vnc: server.path }, {}, join(folder, "disk"));
    await screen.runner.start();
    const deadline = Date.now() + 20_000;
    for (let shade = 16; shade < 200 && Date.now() < deadline; shade += 8) {
      const colours = ["-fg", `#${shade.toString(16)}8040`, "-bg", "#0f1e2d"];
      runOnDisplay(server.display, "xsetroot", "-mod", String(3 + (shade % 7)), "5", ...colours);
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    const record = await screen.stop();
    expect(record.state).toBe("degraded");
    const failed = record.problems.filter(({ code }) => code === "AUX_SCREENSHOT_WRITE_FAILED");
    expect(failed).toMatchObject([{ message: expect.stringContaining("ENOSPC") }]);
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
