import { writeFileSync } from "node:fs";

const DISK_BYTES = 1024 * 1024;

/** Bytes of machine code; `jump` and `call` are displacements to a label. */
type Code = readonly (number | { readonly to: string; readonly wide?: boolean } | string)[];

/**
 * A guest of one sector that runs under the BIOS alone. It writes to its disk, says `B` on the serial console, and
 * obeys the power button. Told `+` it counts and says the new count as a digit; `o`: powers off; `p`: panics (needs
 * `-device pvpanic`); anything else: counts as well.
 *
 * Source: the ports are those of QEMU's pc machine: PM at 0x600 (SeaBIOS), pvpanic at 0x505, COM1 at 0x3f8.
 */
function buildCode(obeysPowerButton: boolean): Code {
  const onButton = obeysPowerButton ? "off" : "loop";
  return [
    ...[0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0, 0xbc, 0x00, 0x7c], // ds = es = ss = 0, sp = 7c00
    ...[0xc6, 0x06, 0x00, 0x05, 0x00], // count at 0x500 = 0
    ...[0xb8, 0x01, 0x03, 0xbb, 0x00, 0x7c, 0xb9, 0x02, 0x00, 0xb6, 0x00, 0xcd, 0x13], // write sector 2
    ...[0xba, 0x02, 0x06, 0xb8, 0x00, 0x01, 0xef], // enable the power button
    ...[0xb0, 0x42, 0xe8, { to: "put", wide: true }], // say B
    "loop",
    ...[0xba, 0x00, 0x06, 0xed, 0xf6, 0xc4, 0x01, 0x75, { to: onButton }],
    ...[0xba, 0xfd, 0x03, 0xec, 0xa8, 0x01, 0x75, { to: "key" }],
    ...[0xfb, 0xf4, 0xeb, { to: "loop" }], // sti, hlt
    "key",
    ...[0xba, 0xf8, 0x03, 0xec, 0x3c, 0x6f, 0x74, { to: "off" }, 0x3c, 0x70, 0x74, { to: "panic" }],
    ...[0xfe, 0x06, 0x00, 0x05, 0xa0, 0x00, 0x05, 0x04, 0x30, 0xe8, { to: "put", wide: true }],
    ...[0xeb, { to: "loop" }],
    "panic",
    ...[0xba, 0x05, 0x05, 0xb0, 0x01, 0xee, 0xeb, { to: "loop" }],
    "off",
    ...[0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef, 0xeb, { to: "off" }],
    "put",
    ...[0xba, 0xf8, 0x03, 0xee, 0xc3],
  ];
}

/** Writes a raw disk image of 1 MiB that boots into the guest. */
export function writeBootImage(path: string, options: { readonly obeysPowerButton?: boolean } = {}): void {
  const image = Buffer.alloc(DISK_BYTES);
  const code = assemble(buildCode(options.obeysPowerButton ?? true));
  image.set(code);
  image.set([0x55, 0xaa], 510);
  writeFileSync(path, image);
}

function assemble(code: Code): readonly number[] {
  const labels = new Map<string, number>();
  let at = 0;
  for (const item of code) {
    if (typeof item === "string") labels.set(item, at);
    else at += sizeOf(item);
  }
  const bytes: number[] = [];
  for (const item of code) {
    if (typeof item === "number") bytes.push(item);
    else if (typeof item === "object") {
      const size = sizeOf(item);
      const distance = (labels.get(item.to) ?? 0) - (bytes.length + size);
      bytes.push(...(size === 2 ? [distance & 0xff, (distance >> 8) & 0xff] : [distance & 0xff]));
    }
  }
  if (bytes.length > 440) throw new Error("the guest is larger than a boot sector");
  return bytes;
}

function sizeOf(item: Exclude<Code[number], string>): number {
  return typeof item === "object" && item.wide === true ? 2 : 1;
}
