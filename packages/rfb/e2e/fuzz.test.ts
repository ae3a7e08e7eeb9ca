import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildKeyFloppy } from "../../../fixtures/floppies.ts";
import { runOnDisplay } from "../../../fixtures/started-program.ts";
import { startQemu, startTigerVnc } from "../../../fixtures/vnc-servers.ts";
import type { RfbClient } from "../src/index.ts";
import { invent } from "../test/fuzz/invent.ts";
import { cut, mutate } from "../test/fuzz/mutate.ts";
import { Random } from "../test/fuzz/random.ts";
import { tryInput } from "../test/fuzz/try-input.ts";
import { recordStream } from "./record-stream.ts";

const INPUTS = Number(process.env.RFB_FUZZ_INPUTS ?? 2_000);
const SEED = Number(process.env.RFB_FUZZ_SEED ?? 1);
const HANDSHAKE_BYTES = 12 + 2 + 4 + 24;
const MOST_RECORDED_BYTES = 40_000;
const TIMEOUT_MS = 60_000 + INPUTS * 100;

/** Sessions of real servers, each short enough to be tried thousands of times. */
async function recordSessions(): Promise<readonly Buffer[]> {
  await using tiger = await startTigerVnc();
  await using qemu = await startQemu(buildKeyFloppy());
  const sessions: Buffer[] = [];
  const draw = (round: number) =>
    runOnDisplay(tiger.display, "xsetroot", "-mod", `${round + 3}`, "7", "-fg", "#a1b2c3", "-bg", "#0f1e2d");
  const pressKey = (_: number, client: RfbClient) => {
    for (const isDown of [true, false]) client.key(0xff0d, isDown);
  };
  for (const encoding of ["zrle", "hextile", "raw"] as const) {
    sessions.push(await recordStream(tiger, encoding, draw), await recordStream(qemu, encoding, pressKey));
  }
  return sessions.map((session) => session.subarray(0, MOST_RECORDED_BYTES));
}

async function makeInput(sessions: readonly Buffer[], random: Random): Promise<Buffer> {
  const session = sessions[random.below(sessions.length)] ?? Buffer.alloc(0);
  const kind = random.below(10);
  if (kind === 0) return random.bytes(random.below(400));
  if (kind < 5) return spoil(session, random);
  return kind < 8 ? invent(random) : spoil(await invent(random), random);
}

/** Most faults come after the handshake, where most of the code is. */
function spoil(session: Buffer, random: Random): Buffer {
  const intact = random.pick([0, HANDSHAKE_BYTES, HANDSHAKE_BYTES, HANDSHAKE_BYTES]);
  return Buffer.concat([session.subarray(0, intact), mutate(session.subarray(intact), random)]);
}

describe("any bytes that a server may send", () => {
  it("end in an error with a code, never in a crash, a hang or a gigabyte", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const sessions = await recordSessions();
    const random = new Random(SEED);
    const ends = new Map<string, number>();
    const failures: string[] = [];
    let mostBytes = 0;
    const startedMs = performance.now();
    for (let tried = 0; tried < INPUTS; tried++) {
      const input = await makeInput(sessions, random);
      const end = await tryInput(cut(input, random));
      ends.set(end, (ends.get(end) ?? 0) + 1);
      mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
      if (!end.startsWith("AUX_RFB_")) failures.push(`${end}\n  input: ${keepInput(input)}`);
    }
    const count = (kind: string) => failures.filter((failure) => failure.startsWith(kind)).length;
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    console.log(
      `fuzz, seed ${SEED}: ${INPUTS} inputs in ${seconds} s; crashes ${count("crash")}, hangs ${count("hang")}, ` +
        `peak memory ${Math.round(mostBytes / 1e6)} MB; ${[...ends].map((one) => one.join(" ")).join(", ")}`,
    );
    expect(failures).toEqual([]);
    expect(ends.size).toBeGreaterThan(5);
    expect(mostBytes).toBeLessThan(1_000_000_000);
  });
});

/** Where an input that failed is kept, to be looked at. */
function keepInput(input: Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), "rfb-fuzz-")), "input.bin");
  writeFileSync(path, input);
  return path;
}
