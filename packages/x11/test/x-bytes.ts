/** What an X server sends, as bytes (X Window System Protocol, Appendix B). */

const ROOT = 0x2a;
const OWN_ID = 0x400000;
export const DAMAGE_OPCODE = 143;
export const DAMAGE_EVENT = 91;

/** What is unusual about a server's screen. */
export interface SetupFaults {
  readonly depth?: number;
  readonly redMask?: number;
  readonly isMostByteFirst?: boolean;
}

/** The answer to a connection that is let in: one screen, one format, one depth, one visual. */
export function buildSetupAnswer({
  depth = 24,
  redMask = 0xff0000,
  isMostByteFirst,
}: SetupFaults = {}): Buffer {
  const vendor = Buffer.from("a vendor");
  const fixed = Buffer.alloc(32);
  fixed.writeUInt32LE(OWN_ID, 4);
  fixed.writeUInt16LE(vendor.length, 16);
  fixed.writeUInt8(1, 20);
  fixed.writeUInt8(1, 21);
  fixed.writeUInt8(isMostByteFirst ? 1 : 0, 22);
  const format = Buffer.from([depth, 32, 32, 0, 0, 0, 0, 0]);
  const screen = Buffer.alloc(40);
  screen.writeUInt32LE(ROOT);
  screen.writeUInt32LE(0x21, 32);
  screen.set([depth, 1], 38);
  const visual = Buffer.alloc(24);
  visual.writeUInt32LE(0x21);
  for (const [index, mask] of [redMask, 0x00ff00, 0x0000ff].entries())
    visual.writeUInt32LE(mask, 8 + 4 * index);
  const depths = Buffer.concat([Buffer.from([depth, 0, 1, 0, 0, 0, 0, 0]), visual]);
  return answerSetup(1, Buffer.concat([fixed, vendor, format, screen, depths]));
}

/** Any answer to a connection. */
export function answerSetup(status: number, body: Buffer): Buffer {
  const head = Buffer.from([status, 0, 11, 0, 0, 0, 0, 0]);
  const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
  head.writeUInt16LE(padded.length / 4, 6);
  return Buffer.concat([head, padded]);
}

export function reply(sequence: number, detail: Buffer, body = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt8(1);
  head.writeUInt16LE(sequence, 2);
  head.writeUInt32LE(body.length / 4, 4);
  head.set(detail, 8);
  return Buffer.concat([head, body]);
}

export function refusal(sequence: number, code: number): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt8(code, 1);
  head.writeUInt16LE(sequence, 2);
  return head;
}

export function damageEvent(x: number, y: number, width: number, height: number): Buffer {
  const event = Buffer.alloc(32);
  event.writeUInt8(DAMAGE_EVENT);
  for (const [index, value] of [x, y, width, height].entries()) event.writeUInt16LE(value, 16 + 2 * index);
  return event;
}

export function resizeEvent(): Buffer {
  const event = Buffer.alloc(32);
  event.writeUInt8(22);
  return event;
}
