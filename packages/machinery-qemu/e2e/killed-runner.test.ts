import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { writeBootImage } from "../test/boot-sector.ts";
import { isGone, temporaryFolder, temporaryMachinery } from "../test/temporary-machine.ts";

const GONE_MS = 5_000;

describe("a runner that is killed", () => {
  it("takes its QEMU with it, and the next run takes away what it has left", async () => {
    const folder = temporaryFolder();
    const image = join(folder, "guest.img");
    writeBootImage(image);
    const program = fileURLToPath(new URL("../test/killed-runner.ts", import.meta.url));
    const args = ["--import", "tsx", "--conditions", "@aux/source", program, folder, image];
    const runner = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void runner.kill("SIGKILL"));
    const said = String((await once(runner.stdout, "data"))[0]).trim();
    const [pidText, socketsPath] = said.split(" ");
    const pid = Number(pidText);
    expect(isAlive(pid)).toBe(true);
    const machinery = await temporaryMachinery(folder, { image });
    expect(await machinery.check()).toMatchObject([{ code: "AUX_MACHINE_IN_USE" }]);
    runner.kill("SIGKILL");
    await once(runner, "exit");
    const until = Date.now() + GONE_MS;
    while (isAlive(pid) && Date.now() < until) await delay(10);
    expect(isAlive(pid)).toBe(false);
    expect(await machinery.check()).toEqual([]);
    expect(isGone(socketsPath)).toBe(false);
    await machinery.prepare();
    await machinery.stop(AbortSignal.timeout(5_000));
    expect(isGone(socketsPath)).toBe(true);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
