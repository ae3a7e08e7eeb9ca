import { readFile } from "node:fs/promises";
import { AuxiliaryError, type Machine, reasonOf, type Secret } from "@aux/core";
import { connectRfb, type RfbAddress } from "@aux/rfb";
import { screenshotProblem } from "../../screenshot-problems.ts";
import type { ScreenSource, ScreenView } from "../screen-source.ts";
import { parseVncAddress } from "./vnc-address.ts";
import { isNobodyThere, VncView } from "./vnc-view.ts";

/** What the options say about the VNC server. */
export interface VncOptions {
  readonly vnc: string | undefined;
  readonly vncPassword: Secret | undefined;
  readonly vncPasswordFile: string | undefined;
}

/**
 * The VNC server that the options name, else the machine's; undefined where neither names one.
 *
 * @throws AUX_SCREENSHOT_ADDRESS
 */
export function makeVncSource({ vnc }: Machine, options: VncOptions): ScreenSource | undefined {
  const text = options.vnc ?? vnc;
  if (text === undefined) return undefined;
  const address = parseVncAddress(text);
  if (address !== undefined) return new VncSource(text, address, options);
  const message = `the machine's VNC server is said to be at ${JSON.stringify(text)}, which is no address`;
  throw new AuxiliaryError(screenshotProblem("AUX_SCREENSHOT_ADDRESS", message));
}

class VncSource implements ScreenSource {
  readonly name = "vnc";
  readonly description: string;
  readonly isAbsent = isNobodyThere;
  readonly #address: RfbAddress;
  readonly #options: VncOptions;

  constructor(text: string, address: RfbAddress, options: VncOptions) {
    this.description = `the VNC server ${text}`;
    this.#address = address;
    this.#options = options;
  }

  async connect(signal: AbortSignal): Promise<ScreenView> {
    const password = await readPassword(this.#options);
    return new VncView(await connectRfb(this.#address, { password, signal }));
  }
}

/**
 * The password that is given, or the first line of the file; read anew for each connection.
 *
 * @throws AUX_SCREENSHOT_PASSWORD_FILE
 */
export async function readPassword({
  vncPassword,
  vncPasswordFile,
}: VncOptions): Promise<string | undefined> {
  if (vncPasswordFile === undefined) return vncPassword?.reveal();
  try {
    const [line = ""] = (await readFile(vncPasswordFile, "utf8")).split(/\r?\n/, 1);
    return line;
  } catch (error) {
    const message = `cannot read the VNC password: ${reasonOf(error)}`;
    throw new AuxiliaryError(screenshotProblem("AUX_SCREENSHOT_PASSWORD_FILE", message));
  }
}
