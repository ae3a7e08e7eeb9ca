import { declareOptions, type Machine, type OptionsOf, textOption } from "@aux/core";
import { EXTERNAL_MACHINERY } from "../machine/local-machine.ts";
import { MACHINERY_API, MACHINERY_BRAND } from "./brand.ts";
import type { Machinery, MachineryContext } from "./machinery.ts";

/** What a section with `machinery = external` says beside the common keys. */
export const EXTERNAL_OPTIONS = declareOptions({
  qmp: socketOption("Unix socket of the machine's QMP monitor, for auxiliaries that ask it."),
  console: socketOption("Unix socket of the machine's serial console."),
  agent: socketOption("Unix socket of the machine's virtio-serial port `agent`."),
  vnc: textOption({
    description: "Unix socket, or `host:port`, of the machine's VNC server.",
    pattern: /^(\/[^\0\n]{0,4095}|[^\0\n/]{1,255}:\d{1,5})$/,
    allowed: "an absolute path, or host:port",
  }),
  display: textOption({
    description: "X display that shows the machine's screen.",
    pattern: /^[A-Za-z0-9._-]{0,253}:\d{1,5}(\.\d{1,3})?$/,
    allowed: "`:0`, or `host:0`",
  }),
  netdev: textOption({
    description: "QEMU's id of the machine's network backend, for captures inside QEMU.",
    pattern: /^[A-Za-z][A-Za-z0-9._-]{0,63}$/,
    allowed: "a letter, then letters, digits, `.`, `_` and `-`, 64 at most",
  }),
});

function socketOption(description: string) {
  return textOption({ description, pattern: /^\/[^\0\n]{0,4095}$/, allowed: "an absolute path" });
}

/**
 * Built in: a machine that somebody else reverts, starts and stops. All that is known of it is its data; the analysis
 * is over when the run is stopped, at its timeout, or when its command ends.
 */
export class ExternalMachinery implements Machinery {
  static readonly [MACHINERY_BRAND]: number = MACHINERY_API;
  static readonly options = EXTERNAL_OPTIONS;
  readonly isDrivenElsewhere = true;
  readonly ended = new Promise<undefined>(() => {});
  readonly machine: Machine;

  constructor({ machine, options }: MachineryContext<OptionsOf<typeof EXTERNAL_OPTIONS>>) {
    const known = Object.entries(options).filter(([, value]) => value !== undefined);
    this.machine = { ...machine, ...Object.fromEntries(known), machinery: EXTERNAL_MACHINERY };
  }

  async revert(): Promise<void> {}

  async start(): Promise<void> {}

  async stop(): Promise<void> {}
}
