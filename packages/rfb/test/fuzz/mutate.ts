import type { Random } from "./random.ts";

type Mutation = (bytes: Buffer, at: number, random: Random) => Buffer;

const replace = (bytes: Buffer, from: number, to: number, by: Buffer) =>
  Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  (bytes, at, random) => replace(bytes, at, at + 1, Buffer.from([(bytes[at] ?? 0) ^ (1 << random.below(8))])),
  (bytes, at, random) =>
    replace(bytes, at, at + 1, Buffer.from([random.pick([0, 1, 16, 127, 128, 129, 130, 255])])),
  (bytes, at, random) =>
    replace(bytes, at, at + 2, Buffer.from(random.pick(["0000", "0001", "7fff", "ffff"]), "hex")),
  (bytes, at, random) =>
    replace(bytes, at, at + 4, Buffer.from(random.pick(["7fffffff", "ffffffff", "00100000"]), "hex")),
  (bytes, at, random) => replace(bytes, at, at, random.bytes(1 + random.below(20))),
  (bytes, at, random) => replace(bytes, at, at + 1 + random.below(40), Buffer.alloc(0)),
  (bytes, at, random) => replace(bytes, at, at, bytes.subarray(at, at + random.below(200))),
  (bytes, at) => bytes.subarray(0, at),
];

/** The bytes with one to six faults, most of them near the beginning, where the structure is. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let mutated = bytes;
  for (let faults = 1 + random.below(6); faults > 0 && mutated.length > 0; faults--) {
    const reach = random.pick([60, 300, mutated.length, mutated.length]);
    mutated = random.pick(MUTATIONS)(mutated, random.below(Math.min(reach, mutated.length)), random);
  }
  return mutated;
}

/** The bytes in chunks of any length. */
export function cut(bytes: Buffer, random: Random): readonly Buffer[] {
  const longest = random.pick([1_000, 100_000, 30]);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunks.at(-1)?.length ?? 1) {
    chunks.push(bytes.subarray(at, at + 1 + random.below(longest)));
  }
  return chunks;
}
