import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { QmpClient, QmpSwitchboard } from "@aux/qmp";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";

/** An input event that reached QEMU's devices: `key a 1`, `btn 0 1`, `abs 0 16384`, `rel 1 -5`. */
export interface TracedEvent {
  readonly kind: "key" | "btn" | "abs" | "rel";
  readonly name: string;
  readonly value: number;
}

const TABLET = ["-device", "virtio-tablet-pci"];
const TRACES = ["input_event_key_qcode", "input_event_btn", "input_event_abs", "input_event_rel"];
const TRACE = /input_event_(key|btn|abs|rel)\w* .*?(?:key qcode|button|axis) (\S+?), (?:down|value) (\S+)/g;

/** A real QEMU that holds nothing but its firmware, has a screen, and tells each input event. */
export class TracedMachine implements AsyncDisposable {
  /** Where its VNC server is. */
  readonly vnc: string;
  readonly #machine: FirmwareMachine;

  private constructor(machine: FirmwareMachine, vnc: string | undefined) {
    this.#machine = machine;
    this.vnc = vnc ?? join(machine.folder, "vnc");
  }

  /** Before the machine exists: only its switchboard is there. `vnc`: where another one's server was. */
  static async prepare(vnc?: string): Promise<TracedMachine> {
    return new TracedMachine(await FirmwareMachine.prepare(), vnc);
  }

  get folder(): string {
    return this.#machine.folder;
  }

  get switchboard(): QmpSwitchboard {
    return this.#machine.switchboard;
  }

  /** Starts QEMU with these devices, and lets it run. */
  async run(devices: readonly string[] = TABLET, vncOptions = ""): Promise<QmpClient> {
    const traces = ["-D", this.#tracePath, ...TRACES.flatMap((name) => ["-trace", name])];
    const screen = ["-vga", "std", "-vnc", `unix:${this.vnc}${vncOptions}`];
    return this.#machine.run(...screen, ...traces, ...devices);
  }

  /** What its devices got so far, in order. */
  events(): readonly TracedEvent[] {
    if (!existsSync(this.#tracePath)) return [];
    return [...readFileSync(this.#tracePath, "utf8").matchAll(TRACE)].map(([, kind, name = "", value]) => ({
      kind: kind as TracedEvent["kind"],
      name,
      value: Number(value),
    }));
  }

  /** The names of keys and buttons that were pressed and not released. */
  held(): readonly string[] {
    const down = new Set<string>();
    for (const { kind, name, value } of this.events()) {
      if (kind !== "key" && kind !== "btn") continue;
      if (value === 1) down.add(name);
      else down.delete(name);
    }
    return [...down];
  }

  /** Resolves when QEMU is gone. */
  async powerOff(): Promise<void> {
    await this.#machine.powerOff();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#machine[Symbol.asyncDispose]();
  }

  get #tracePath(): string {
    return join(this.folder, "trace");
  }
}
