import { greeting, rectangle, ServerDeflate, u16, update } from "../server-bytes.ts";
import type { Random } from "./random.ts";

const ZRLE = 16;
const ENCODINGS = [0, 1, 5, ZRLE, ZRLE, ZRLE, -239, -223, -308, 7] as const;
const PACKINGS = [0, 1, 2, 3, 5, 16, 128, 129, 130, 140, 255] as const;

/** A stream whose frame is right and whose contents are random, so that it gets past the first checks. */
export async function invent(random: Random): Promise<Buffer> {
  const size = () => 1 + random.below(random.pick([8, 70, 200]));
  const deflate = new ServerDeflate();
  const parts = [greeting(size(), size())];
  for (let updates = random.below(5); updates >= 0; updates--) {
    const rectangles = [];
    for (let count = random.below(4); count > 0; count--)
      rectangles.push(await inventRectangle(random, deflate));
    parts.push(update(...rectangles), random.pick([Buffer.alloc(0), Buffer.from([2]), random.bytes(3)]));
  }
  return Buffer.concat(parts);
}

async function inventRectangle(random: Random, deflate: ServerDeflate): Promise<Buffer> {
  const encoding = random.pick(ENCODINGS);
  const side = () => random.below(random.pick([4, 20, 70]));
  const payload =
    encoding === ZRLE ? await deflate.pack(inventTiles(random)) : random.bytes(random.below(600));
  const place = [random.below(4), random.below(4), side(), side()] as const;
  return rectangle(place, encoding, encoding === 1 ? u16(random.below(5), random.below(5)) : payload);
}

function inventTiles(random: Random): Buffer {
  const tiles = Array.from({ length: 1 + random.below(4) }, () =>
    Buffer.concat([
      Buffer.from([random.pick(PACKINGS)]),
      random.bytes(random.below(random.pick([4, 40, 900]))),
    ]),
  );
  return Buffer.concat(tiles);
}
