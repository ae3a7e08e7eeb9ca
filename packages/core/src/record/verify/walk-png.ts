import { crc32 } from "node:zlib";
import { type PictureHeader, parsePictureHeader } from "./picture-size.ts";
import type { UnitWalk, WalkView } from "./unit-walker.ts";

/** What a walk through a PNG file finds. */
export interface PngParts {
  header: PictureHeader | undefined;
  /** The picture's compressed data since it was taken last. */
  readonly data: Buffer[];
}

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const HEADER_BYTES = 13;
const LONGEST_CHUNK_BYTES = 2 ** 31 - 1;

/** Chunk for chunk, to IEND. Source: Portable Network Graphics (PNG) Specification, third edition, section 5. */
export function* walkPng(view: WalkView, parts: PngParts): UnitWalk {
  yield SIGNATURE.length;
  if (!look(view, SIGNATURE.length).equals(SIGNATURE)) return "it begins like no PNG file";
  let hasData = false;
  for (;;) {
    yield 8;
    const length = view.buffer.readUInt32BE(view.at);
    const type = view.buffer.toString("latin1", view.at + 4, view.at + 8);
    if (!/^[A-Za-z]{4}$/.test(type) || length > LONGEST_CHUNK_BYTES) return "something in it is no chunk";
    if ((type === "IHDR") !== (parts.header === undefined)) return "its header is not where it belongs";
    const fault = yield* walkChunk(view, parts, { type, length, crc: crc32(type) });
    if (fault !== undefined) return fault;
    hasData ||= type === "IDAT";
    view.wholeBytes = view.position;
    if (type === "IEND") return hasData ? undefined : "it holds no picture";
  }
}

interface Chunk {
  readonly type: string;
  readonly length: number;
  crc: number;
}

function* walkChunk(view: WalkView, parts: PngParts, chunk: Chunk): UnitWalk {
  const { type, length } = chunk;
  if (type === "IHDR") {
    if (length !== HEADER_BYTES) return "its header describes no picture";
    yield HEADER_BYTES;
    chunk.crc = crc32(look(view, HEADER_BYTES), chunk.crc);
    parts.header = parsePictureHeader(look(view, HEADER_BYTES));
    if (parts.header === undefined) return "its header describes no picture";
  } else if (length > 0) {
    view.hear = (bytes) => {
      chunk.crc = crc32(bytes, chunk.crc);
      if (type === "IDAT") parts.data.push(bytes);
    };
    yield -length;
    view.hear = undefined;
  }
  yield 4;
  return view.buffer.readUInt32BE(view.at) === chunk.crc
    ? undefined
    : `the checksum of a chunk ${type} is wrong`;
}

function look({ buffer, at }: WalkView, length: number): Buffer {
  return buffer.subarray(at, at + length);
}
