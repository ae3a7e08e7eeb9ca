/** What the header of a PNG file says: IHDR of the PNG specification, section 11.2.1. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: number;
  readonly isInterlaced: boolean;
}

/** Samples of a pixel, and the bit depths allowed, by colour type. */
const COLOUR_TYPES: ReadonlyMap<number, { readonly samples: number; readonly depths: readonly number[] }> =
  new Map([
    [0, { samples: 1, depths: [1, 2, 4, 8, 16] }],
    [2, { samples: 3, depths: [8, 16] }],
    [3, { samples: 1, depths: [1, 2, 4, 8] }],
    [4, { samples: 2, depths: [8, 16] }],
    [6, { samples: 4, depths: [8, 16] }],
  ]);

/** Where each pass of an interlaced picture begins, and its steps: x, y, dx, dy. */
const ADAM7: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** Reads the 13 bytes of IHDR; undefined when they describe no picture. */
export function parsePictureHeader(bytes: Buffer): PictureHeader | undefined {
  const width = bytes.readUInt32BE(0);
  const height = bytes.readUInt32BE(4);
  const [bitDepth = 0, colourType = 0, compression, filter, interlace = 0] = bytes.subarray(8, 13);
  const isKnown = COLOUR_TYPES.get(colourType)?.depths.includes(bitDepth) === true;
  const isPicture = width > 0 && height > 0 && isKnown && compression === 0 && filter === 0 && interlace <= 1;
  return isPicture ? { width, height, bitDepth, colourType, isInterlaced: interlace === 1 } : undefined;
}

/** Bytes of the picture's data once inflated: a filter byte and the samples of each line. */
export function measurePicture({ width, height, bitDepth, colourType, isInterlaced }: PictureHeader): number {
  const bitsPerPixel = (COLOUR_TYPES.get(colourType)?.samples ?? 0) * bitDepth;
  const passes = isInterlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  return passes.reduce((sum, [x, y, dx, dy]) => {
    const columns = Math.max(0, Math.ceil((width - x) / dx));
    const lines = Math.max(0, Math.ceil((height - y) / dy));
    return columns === 0 ? sum : sum + lines * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  }, 0);
}
