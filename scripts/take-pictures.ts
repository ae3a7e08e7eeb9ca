import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AuxiliaryRunner, type Machine } from "@aux/core";
import { Screenshot, type Shot } from "@aux/screenshot";
import { StartedProgram } from "../fixtures/started-program.ts";
import { startTigerX, startXvfb } from "../fixtures/x-servers.ts";
import { buildGuest } from "../guest/build-guest.ts";
import { ensureSystemPackages } from "./system/ensure-system-packages.ts";
import { TEST_NEEDS } from "./system/needs.ts";

const TARGET_PATH = "packages/screenshot/docs";
const SETTLE_MS = 4_000;
const GUEST_BOOTS_MS = 15_000;
const CODE = "cat packages/screenshot/src/sources/screen-source.ts; sleep 60";
const NOTE_WINDOW = ["-geometry", "44x6+460+330", "-bg", "#b00020", "-fg", "white", "-cr", "#b00020"];
const NOTE = "printf '\\n   Your files have been encrypted.\\n\\n   You have 72 hours.\\n'; sleep 60";

/** Something with a screen: what the module is told of it, and what happens there. */
type Scene = (take: (machine: Partial<Machine>, show: () => Promise<void>) => Promise<void>) => Promise<void>;

/** The pictures in the README of @aux/screenshot, by the names of their files. */
const SCENES: Readonly<Record<string, Scene>> = {
  "qemu-guest": async (take) => {
    const guest = await buildGuest();
    await using program = new StartedProgram();
    const vnc = join(program.folder, "vnc");
    const boot = [
      "-kernel",
      guest.kernelPath,
      "-initrd",
      guest.initrdPath,
      "-append",
      "console=tty0 GUEST_NET=none",
    ];
    const machine = "-machine pc -accel tcg -m 128 -nodefaults -display none -vga std".split(" ");
    await take({ vnc }, async () => {
      program.start("qemu-system-x86_64", [...machine, ...boot, "-vnc", `unix:${vnc}`]);
      await delay(GUEST_BOOTS_MS);
    });
  },
  "xvfb-xterm": async (take) => {
    await using server = await startXvfb();
    await take({ display: server.display }, async () => {
      server.run("xsetroot", "-solid", "#2e5266");
      server.open("xterm", "-geometry", "110x40+120+80", "-e", "sh", "-c", CODE);
      await delay(SETTLE_MS);
    });
  },
  "tigervnc-note": async (take) => {
    await using server = await startTigerX();
    await take({ vnc: join(server.folder, "vnc.sock") }, async () => {
      server.open("xterm", "-geometry", "110x40+120+80", "-e", "sh", "-c", CODE);
      await delay(SETTLE_MS);
      server.open("xterm", ...NOTE_WINDOW, "-e", "sh", "-c", NOTE);
      await delay(SETTLE_MS);
    });
  },
};

/** Takes each scene with the module itself, and keeps its fullest picture. */
async function main(): Promise<void> {
  await ensureSystemPackages(TEST_NEEDS);
  mkdirSync(TARGET_PATH, { recursive: true });
  for (const [name, scene] of Object.entries(SCENES)) {
    const folder = mkdtempSync(join(tmpdir(), "pictures-"));
    try {
      await scene((machine, show) => record(machine, folder, show));
      copyFileSync(join(folder, "shots", findFullest(folder)), join(TARGET_PATH, `${name}.png`));
      console.log(`${TARGET_PATH}/${name}.png`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function record(machine: Partial<Machine>, folder: string, show: () => Promise<void>): Promise<void> {
  await using runner = new AuxiliaryRunner({
    auxiliaries: [{ Class: Screenshot, name: "screenshot", required: true }],
    analysisPath: folder,
    task: { id: "pictures" },
    machine: { name: "scene", ...machine },
  });
  await runner.start();
  await show();
  await runner.machineStopping();
}

/** The file of the picture with the most to see: the largest one. */
function findFullest(folder: string): string {
  const shots = JSON.parse(readFileSync(join(folder, "shots", "index.json"), "utf8")) as readonly Shot[];
  const [fullest] = shots.toSorted((a, b) => b.bytes - a.bytes);
  if (fullest === undefined) throw new Error("there is no picture");
  return fullest.file;
}

await main();
