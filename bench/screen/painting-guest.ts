import { assemble } from "../../packages/machinery-qemu/test/boot-sector.ts";

const FLOPPY_BYTES = 1_474_560;

/** A place that every painting covers. */
export const PAINTED_AT = { x: 640, y: 300 } as const;

/**
 * A guest of one sector with a screen of 1280x800 in 32 bits of colour, filled with ramps of colour, which is still until
 * a byte comes over the serial line: in this shade of grey it paints a band of 102 rows, an eighth of the screen, and
 * sends the byte back. Its timer is switched off, so that it does nothing in between.
 *
 * Bytes in hexadecimal, labels as in boot-sector.ts. `table` holds registers of QEMU's display and their values: off,
 * width, height, bits, on with its memory in a row. Source: docs/specs/standard-vga.rst of QEMU (ports 0x1ce, 0x1cf); the
 * memory is seen through a window of 64 KiB at 0xa0000, moved by register 5.
 */
const GUEST = `
        fc 31 c0 8e d8 8e d0 bc 00 7c
        e8 >>begin
table:  04 00 00 00  01 00 00 05  02 00 20 03  03 00 20 00  04 00 41 00  ff ff
begin:  5e
next:   ad 83 f8 ff 74 >ready
        ba ce 01 ef ad 42 ef eb >next
ready:  b0 01 ba f9 03 ee b0 0b ba fc 03 ee
        e4 21 24 ef 0c 01 e6 21
        68 00 a0 07 31 db
fill:   b8 05 00 ba ce 01 ef 89 d8 42 ef
        66 0f b7 c3 66 69 c0 01 02 04 00 31 ff b9 00 40
pixel:  66 ab 66 40 e2 >pixel
        43 83 fb 3f 75 >fill
wait:   fa ba fd 03 ec a8 01 75 >paint fb f4 eb >wait
paint:  ba f8 03 ec 88 c4 66 0f b7 c0 66 69 c0 01 00 01 00
        bb 14 00
band:   66 50 b8 05 00 ba ce 01 ef 89 d8 42 ef 66 58
        31 ff b9 00 40 f3 66 ab
        43 83 fb 1c 75 >band
        ba f8 03 ee eb >wait
`;

/** A floppy that boots into the guest. */
export function buildPaintingFloppy(): Buffer {
  const floppy = Buffer.alloc(FLOPPY_BYTES);
  floppy.set(assemble(GUEST));
  floppy.set([0x55, 0xaa], 510);
  return floppy;
}
