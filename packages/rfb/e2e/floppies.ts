const SET_MODE_13 = [0xb8, 0x13, 0x00, 0xcd, 0x10];
const ES_TO_SCREEN = [0xb8, 0x00, 0xa0, 0x8e, 0xc0];
const FILL_WITH_BL = [0x31, 0xff, 0xb9, 0x00, 0xfa, 0x88, 0xd8, 0xf3, 0xaa];
const WAIT_FOR_KEY = [0x31, 0xc0, 0xcd, 0x16];
const NEXT_COLOUR = [0xfe, 0xc3];
const FLOPPY_BYTES = 1_474_560;

/** Colours 4, 5 and 6 of the VGA palette, as QEMU shows them. */
export const FLOPPY_COLOURS = ["a80000", "a800a8", "a85700"] as const;

/** A floppy that fills the screen with a colour, and at each key with the next one. */
export function buildKeyFloppy(): Buffer {
  const again = [...FILL_WITH_BL, ...WAIT_FOR_KEY, ...NEXT_COLOUR];
  return buildFloppy([...setColour(4), ...again, ...jumpBack(again.length)]);
}

/** A floppy whose screen is still for a while and then, for a moment, of the next colour; again and again. */
export function buildPopUpFloppy(stillMs: number, popUpMs: number): Buffer {
  const still = [...setColour(4), ...FILL_WITH_BL, ...wait(stillMs)];
  const popUp = [...setColour(5), ...FILL_WITH_BL, ...wait(popUpMs)];
  const again = [...still, ...popUp];
  return buildFloppy([...again, ...jumpBack(again.length)]);
}

function setColour(colour: number): readonly number[] {
  return [0xb3, colour];
}

/** The BIOS waits for CX:DX microseconds. */
function wait(ms: number): readonly number[] {
  const us = ms * 1000;
  const low = us & 0xffff;
  const high = us >> 16;
  return [0xb4, 0x86, 0xb9, high & 0xff, high >> 8, 0xba, low & 0xff, low >> 8, 0xcd, 0x15];
}

function jumpBack(bytes: number): readonly number[] {
  return [0xeb, 256 - bytes - 2];
}

function buildFloppy(code: readonly number[]): Buffer {
  const floppy = Buffer.alloc(FLOPPY_BYTES);
  floppy.set([...SET_MODE_13, ...ES_TO_SCREEN, ...code]);
  floppy.set([0x55, 0xaa], 510);
  return floppy;
}
