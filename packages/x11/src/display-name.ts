import { X11Error } from "./x11-error.ts";

/** Where an X display is. */
export interface DisplayName {
  /** As it was given. */
  readonly text: string;
  /** Undefined for a display of this host, reached through its unix socket. */
  readonly host: string | undefined;
  readonly number: number;
  /** Which of the display's screens; mostly there is only one, 0. */
  readonly screen: number;
}

const DISPLAY = /^(?:unix|([A-Za-z0-9._-]+))?:(\d{1,5})(?:\.(\d{1,3}))?$/;
const FIRST_PORT = 6000;

/**
 * Reads a display's name (X(7), "DISPLAY NAMES"): `:0`, `:0.1`, `host:0`.
 *
 * @throws AUX_X11_DISPLAY
 */
export function parseDisplayName(text: string): DisplayName {
  const match = DISPLAY.exec(text);
  const number = Number(match?.[2]);
  if (match === null || number + FIRST_PORT > 65_535) {
    throw new X11Error("AUX_X11_DISPLAY", `"${text.slice(0, 80)}" is no X display`);
  }
  return { text, host: match[1], number, screen: Number(match[3] ?? 0) };
}

/** What to connect to. */
export function findDisplayAddress({
  host,
  number,
}: DisplayName): { readonly path: string } | { readonly host: string; readonly port: number } {
  return host === undefined ? { path: `/tmp/.X11-unix/X${number}` } : { host, port: FIRST_PORT + number };
}
