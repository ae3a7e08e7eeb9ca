import { expect, it } from "vitest";
import { Random } from "../test/random.ts";
import { ScriptedXServer } from "../test/scripted-x-server.ts";
import { damageEvent, resizeEvent } from "../test/x-bytes.ts";
import { connectX11 } from "./connect-x11.ts";
import { X11Error } from "./x11-error.ts";

const INPUTS = Number(process.env.X11_FUZZ_INPUTS ?? 200);
const SEED = Number(process.env.X11_FUZZ_SEED ?? 1);
const SOON = { handshakeTimeoutMs: 60, replyTimeoutMs: 60, leastMsBetweenReads: 0, maxPixels: 1_000_000 };
const AT_ONCE = 25;
const HANG_AFTER_MS = 20_000;
/** A spoilt event may be no event at all: then a change is waited for in vain. */
const STILL_AFTER_MS = 60;

/** What a healthy server says, with a fault in about every tenth message. */
function buildSpoiler(random: Random): (bytes: Buffer) => Buffer {
  return (bytes) => {
    if (random.below(10) > 0) return bytes;
    const at = random.below(random.below(2) === 0 ? Math.min(48, bytes.length) : bytes.length);
    const spoilt = Buffer.from(bytes);
    const kind = random.below(5);
    if (kind === 0) spoilt.writeUInt8(random.below(256), at);
    if (kind === 1) spoilt.subarray(at, at + 1 + random.below(8)).fill(random.below(2) * 255);
    if (kind === 2) return spoilt.subarray(0, at);
    if (kind === 3) return Buffer.concat([spoilt.subarray(0, at), spoilt.subarray(at + 1 + random.below(9))]);
    if (kind === 4)
      return Buffer.concat([spoilt, Buffer.from(Array.from({ length: 40 }, () => random.below(256)))]);
    return spoilt;
  };
}

/** How a session of some updates with such a server ends. */
async function tryOne(random: Random): Promise<string> {
  await using server = await ScriptedXServer.start({ spoil: buildSpoiler(random) });
  try {
    await using screen = await connectX11(server.display, SOON);
    for (let count = 0; count < 4; count++) {
      await screen.wholeUpdate({ signal: AbortSignal.timeout(HANG_AFTER_MS) });
      server.send(random.below(3) === 0 ? resizeEvent() : damageEvent(1, 1, random.below(90), 9));
      await screen.nextUpdate({ signal: AbortSignal.timeout(STILL_AFTER_MS) }).catch(ignoreStill);
    }
    return "well";
  } catch (error) {
    return (error as { code?: string }).code ?? `crash: ${String(error)}`;
  }
}

function ignoreStill(error: unknown): void {
  if (!(error instanceof X11Error) || error.code !== "AUX_X11_ABORTED") throw error;
}

it("whatever a server sends ends well or with a code", { timeout: 60_000 + INPUTS * 200 }, async () => {
  const ends = new Map<string, number>();
  let mostBytes = 0;
  for (let tried = 0; tried < INPUTS; tried += AT_ONCE) {
    const seeds = Array.from({ length: AT_ONCE }, (_, index) => SEED * INPUTS + tried + index);
    const some = await Promise.all(seeds.map((seed) => tryOne(new Random(seed))));
    for (const end of some) ends.set(end, (ends.get(end) ?? 0) + 1);
    mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
  }
  const isKnown = (end: string) =>
    end === "well" || (end.startsWith("AUX_X11_") && end !== "AUX_X11_ABORTED");
  const summary = [...ends].map((one) => one.join(" ")).join(", ");
  console.log(`fuzz, seed ${SEED}: ${INPUTS} inputs, peak ${Math.round(mostBytes / 1e6)} MB; ${summary}`);
  expect([...ends.keys()].filter((end) => !isKnown(end))).toEqual([]);
  expect(ends.size).toBeGreaterThan(4);
});
