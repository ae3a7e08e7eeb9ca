/** The shape of the server's mouse cursor, which is not part of the picture. */
export interface RfbCursor {
  /** 0 where the cursor is hidden. */
  readonly width: number;
  readonly height: number;
  /** The pixel of the shape that points. */
  readonly hotX: number;
  readonly hotY: number;
  /** Four bytes per pixel: red, green, blue, and 255 or, where the shape lets the screen through, 0. */
  readonly pixels: Uint8Array;
}
