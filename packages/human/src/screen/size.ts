/** Of a screen, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
