import type { MachineExit, Machinery } from "./machinery.ts";

/** Whether a machine is off yet, and how it went off. */
export interface Power {
  readonly isOff: boolean;
  /** How it went off, where the machinery knows. */
  readonly exit: MachineExit | undefined;
  /** Resolves when the machine is off; rejects when the machinery lost sight of it. */
  readonly off: Promise<void>;
}

/** Watches for a machine's power-off from before its start. */
export function watchPower(machinery: Machinery): Power {
  const power = { isOff: false, exit: undefined as MachineExit | undefined };
  const off = machinery.ended.then((exit) => {
    power.isOff = true;
    power.exit = exit;
  });
  off.catch(() => {});
  return Object.assign(power, { off });
}
