import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type BenchRow, formatMs, formatRatio } from "./bench-row.ts";
import { findMedian } from "./harness.ts";
import { readCpuMs } from "./screen/cpu-time.ts";
import { PaintedMachine } from "./screen/painted-machine.ts";
import { PollingLoop } from "./screen/polling-loop.ts";
import { Watcher } from "./screen/watcher.ts";

const STRETCHES = 9;
const STRETCH_MS = 3_000;
const MINUTE_MS = 60_000;
const CHANGES = 50;
const CHANGE_EVERY_MS = 200;
const POP_UPS = 50;
const POP_UP_MS = 200;
/** Some are long enough for QEMU to fall asleep, were it not kept awake. */
const GAPS_MS = [170, 900, 430, 1_300, 350];
/** What is written after the last change. */
const SETTLE_MS = 1_000;
const LIMITS = { still: 1 / 20, together: 1, changing: 1 / 3 };

/** One machine with @aux/screenshot beside one with the loop; both are told the same. */
interface SideBySide {
  readonly machines: readonly [ours: PaintedMachine, loops: PaintedMachine];
  readonly watcher: Watcher;
  readonly loop: PollingLoop;
}

/** Processor time in milliseconds that something took: the two programs, and the QEMU behind each. */
interface Cost {
  readonly ours: number;
  readonly oursQemu: number;
  readonly loop: number;
  readonly loopQemu: number;
}

/**
 * Pictures of a machine: against a loop that looks once a second, written the way Python sandboxes do it. It gets its
 * pictures from QEMU's monitor, which is less work than through libvirt, and keeps them as PNG, as they do and we do.
 */
export async function benchScreenshotCost(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-screenshot-"));
  try {
    await using ours = await PaintedMachine.start();
    await using loops = await PaintedMachine.start();
    mkdirSync(join(folder, "loop"));
    await using watcher = await Watcher.start([ours.vncPath], folder);
    await using loop = await PollingLoop.start(loops.monitorPath, join(folder, "loop"));
    const both: SideBySide = { machines: [ours, loops], watcher, loop };
    await delay(SETTLE_MS);
    const rows = [...(await benchStill(both)), await benchChanging(both), await benchPopUps(both)];
    const { problems } = await watcher.stop();
    if (problems.length > 0) throw new Error(`@aux/screenshot reports: ${problems.join("; ")}`);
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Medians of some stretches: what an activity before has left in memory is cleared away once, some time later. */
async function benchStill(both: SideBySide): Promise<readonly BenchRow[]> {
  const costs: Cost[] = [];
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    costs.push(await measure(both, () => delay(STRETCH_MS)));
  }
  const perMinute = (key: keyof Cost) =>
    (findMedian(costs.map((cost) => cost[key])) * MINUTE_MS) / STRETCH_MS;
  const [ours, loop] = [perMinute("ours"), perMinute("loop")];
  const [oursQemu, loopQemu] = [perMinute("oursQemu"), perMinute("loopQemu")];
  return [
    {
      what: "screenshot, still 1280x800 through VNC, processor per minute",
      ours: formatMs(ours),
      comparedWith: `Pillow once a second, ${formatMs(loop)}`,
      ratio: formatRatio(ours, loop),
      limit: `${LIMITS.still} ×`,
      isMet: ours <= loop * LIMITS.still,
    },
    {
      what: "  with QEMU's own",
      ours: `+ ${formatMs(oursQemu)}`,
      comparedWith: `+ ${formatMs(loopQemu)}`,
      ratio: formatRatio(ours + oursQemu, loop + loopQemu),
      limit: `${LIMITS.together} ×`,
      isMet: ours + oursQemu <= (loop + loopQemu) * LIMITS.together,
    },
  ];
}

async function benchChanging(both: SideBySide): Promise<BenchRow> {
  const before = { ours: both.watcher.countPictures(), loop: both.loop.shades.length };
  const cost = await measure(both, async () => {
    for (let change = 0; change < CHANGES; change++) {
      await Promise.all([paint(both, change % 2 === 0 ? 200 : 90), delay(CHANGE_EVERY_MS)]);
    }
    await delay(SETTLE_MS);
  });
  // A picture of a half-painted band is one more, and none that counts.
  const kept = Math.min(both.watcher.countPictures() - before.ours, CHANGES);
  const keptByLoop = both.loop.shades.length - before.loop;
  const [ours, loop] = [cost.ours / kept, cost.loop / keptByLoop];
  return {
    what: `  ${1000 / CHANGE_EVERY_MS} changes a second, processor per kept picture`,
    ours: `${formatMs(ours)}, ${kept} of ${CHANGES}`,
    comparedWith: `Pillow, ${formatMs(loop)}, ${keptByLoop} of ${CHANGES}`,
    ratio: formatRatio(ours, loop),
    limit: `${LIMITS.changing.toFixed(2)} ×`,
    isMet: ours <= loop * LIMITS.changing,
  };
}

async function benchPopUps(both: SideBySide): Promise<BenchRow> {
  await paint(both, 0);
  await delay(SETTLE_MS);
  const before = { ours: both.watcher.countPictures(), loop: both.loop.shades.length };
  const shades = Array.from({ length: POP_UPS }, (_, index) => 12 + index * 4);
  for (const [index, shade] of shades.entries()) {
    await Promise.all([paint(both, shade), delay(POP_UP_MS)]);
    await Promise.all([paint(both, 0), delay(GAPS_MS[index % GAPS_MS.length])]);
  }
  await delay(SETTLE_MS);
  const count = (seen: readonly number[]) => shades.filter((shade) => seen.includes(shade)).length;
  const ours = count(both.watcher.readShades().slice(before.ours));
  const loop = count(both.loop.shades.slice(before.loop));
  return {
    what: `  ${POP_UPS} pop-ups of ${POP_UP_MS} ms, kept`,
    ours: `${ours}`,
    comparedWith: `Pillow, ${loop}`,
    ratio: "",
    limit: `${POP_UPS}`,
    isMet: ours === POP_UPS,
  };
}

async function paint({ machines }: SideBySide, shade: number): Promise<void> {
  await Promise.all(machines.map((machine) => machine.paint(shade)));
}

async function measure(both: SideBySide, work: () => Promise<unknown>): Promise<Cost> {
  const before = readCosts(both);
  await work();
  const after = readCosts(both);
  return {
    ours: after.ours - before.ours,
    oursQemu: after.oursQemu - before.oursQemu,
    loop: after.loop - before.loop,
    loopQemu: after.loopQemu - before.loopQemu,
  };
}

function readCosts({ machines: [ours, loops], watcher, loop }: SideBySide): Cost {
  return {
    ours: readCpuMs(watcher.pid),
    oursQemu: readCpuMs(ours.pid),
    loop: readCpuMs(loop.pid),
    loopQemu: readCpuMs(loops.pid),
  };
}
