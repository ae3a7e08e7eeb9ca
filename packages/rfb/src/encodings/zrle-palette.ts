import { malformed } from "../rfb-error.ts";

/** @throws AUX_RFB_MALFORMED */
export function findColour(palette: Uint32Array, index: number): number {
  const colour = palette[index];
  if (colour === undefined) throw malformed(`a ZRLE tile uses colour ${index} of ${palette.length}`);
  return colour;
}
