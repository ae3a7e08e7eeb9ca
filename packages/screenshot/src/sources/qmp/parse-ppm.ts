/** The head of a PPM file, and where its pixels begin. */
export interface PpmHead {
  readonly width: number;
  readonly height: number;
  readonly offset: number;
}

/** 8K (7680×4320) fits. */
const MOST_PIXELS = 32 * 1024 * 1024;
const LONGEST_HEAD = 64;

/** Reads the head of a PPM file as QEMU writes them: three bytes per pixel. Undefined when it is another file, or cut. */
export function parsePpmHead(file: Buffer): PpmHead | undefined {
  const head = /^P6\s(?<width>\d{1,5})\s(?<height>\d{1,5})\s255\s/.exec(
    file.toString("latin1", 0, LONGEST_HEAD),
  );
  if (head === null) return undefined;
  const [width, height, offset] = [
    Number(head.groups?.["width"]),
    Number(head.groups?.["height"]),
    head[0].length,
  ];
  const isPicture = width > 0 && height > 0 && width * height <= MOST_PIXELS;
  const isWhole = file.length === offset + width * height * 3;
  return isPicture && isWhole ? { width, height, offset } : undefined;
}

/** Pixels of a frame (red, green, blue, 255) from those of a PPM file, rows `from` to `to`. */
export function readPpmRows(
  file: Buffer,
  head: PpmHead,
  rows: { from: number; to: number },
  words: Uint32Array,
): void {
  const end = rows.to * head.width;
  let at = head.offset + rows.from * head.width * 3;
  for (let pixel = rows.from * head.width; pixel < end; pixel++, at += 3)
    words[pixel] = 0xff000000 | ((file[at + 2] ?? 0) << 16) | ((file[at + 1] ?? 0) << 8) | (file[at] ?? 0);
}
