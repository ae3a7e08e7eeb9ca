import { writeFileSync } from "node:fs";

const DISK_BYTES = 1024 * 1024;

/**
 * A guest of one sector that runs under the BIOS alone. It writes to its disk, says `B` on the serial console, and
 * obeys the power button. Told `o` it powers off, told `p` it panics (needs `-device pvpanic`), told anything else it
 * counts and says the count as a digit. Bytes in hexadecimal; `>x` is the distance to a label in one byte, `>>x` in two.
 *
 * Source: the ports are those of QEMU's pc machine: PM at 0x600 (SeaBIOS), pvpanic at 0x505, COM1 at 0x3f8.
 */
const GUEST = `
        31 c0 8e d8 8e c0 8e d0 bc 00 7c
        c6 06 00 05 00
        b8 01 03 bb 00 7c b9 02 00 b6 00 cd 13
        ba 02 06 b8 00 01 ef
        b0 42 e8 >>put
loop:   ba 00 06 ed f6 c4 01 75 >button
        ba fd 03 ec a8 01 75 >key
        fb f4 eb >loop
key:    ba f8 03 ec 3c 6f 74 >off 3c 70 74 >panic
        fe 06 00 05 a0 00 05 04 30 e8 >>put
        eb >loop
panic:  ba 05 05 b0 01 ee eb >loop
off:    ba 04 06 b8 00 20 ef eb >off
put:    ba f8 03 ee c3
`;
const OBEYS = "button: eb >off";
const IGNORES = "button: ba fd 03 ec a8 01 75 >key fb f4 eb >loop";

/** Writes a raw disk image of 1 MiB that boots into the guest. */
export function writeBootImage(path: string, options: { readonly obeysPowerButton?: boolean } = {}): void {
  const image = Buffer.alloc(DISK_BYTES);
  const button = (options.obeysPowerButton ?? true) ? OBEYS : IGNORES;
  image.set(assemble(`${GUEST}\n${button}`));
  image.set([0x55, 0xaa], 510);
  writeFileSync(path, image);
}

/** Bytes in hexadecimal, with labels. */
export function assemble(text: string): readonly number[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const labels = new Map<string, number>();
  let at = 0;
  for (const word of words) {
    if (word.endsWith(":")) labels.set(word.slice(0, -1), at);
    else at += sizeOf(word);
  }
  const bytes: number[] = [];
  for (const word of words.filter((each) => !each.endsWith(":")))
    bytes.push(...encode(word, bytes.length, labels));
  return bytes;
}

function encode(word: string, at: number, labels: ReadonlyMap<string, number>): number[] {
  if (!word.startsWith(">")) return [Number.parseInt(word, 16)];
  const target = labels.get(word.replaceAll(">", ""));
  if (target === undefined) throw new Error(`there is no label ${word}`);
  const distance = target - (at + sizeOf(word));
  return [distance & 0xff, (distance >> 8) & 0xff].slice(0, sizeOf(word));
}

function sizeOf(word: string): number {
  return word.startsWith(">>") ? 2 : 1;
}
