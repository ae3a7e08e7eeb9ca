import type { QemuOptions } from "../options/qemu-options.ts";

/** What a machine is made of, as far as its snapshot depends on it. */
export interface MachineShape {
  readonly memory: number;
  readonly cpus: number;
  readonly network: "yes" | "no";
  readonly display: string;
  readonly pointer: string;
  readonly agent: "on" | "off";
  readonly extra_args: string;
  readonly disk: "yes" | "no";
}

/** A base image as it was when a snapshot was made over it. */
export interface BaseImage {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** `snapshot.json` beside a snapshot's state. */
export interface SnapshotManifest {
  readonly version: 1;
  readonly name: string;
  /** The machine that it was made with. */
  readonly machine: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly qemu: string;
  readonly machineType: string;
  readonly accel: "kvm" | "tcg";
  /** The guest keeps it, whatever QEMU is told later. */
  readonly mac: string;
  readonly shape: RecordedShape;
  readonly image?: BaseImage;
}

/** The shape of a machine with these options. */
export function buildShape(options: QemuOptions): MachineShape {
  return {
    memory: options.memory,
    cpus: options.cpus,
    network: options.network === "none" ? "no" : "yes",
    display: options.display,
    pointer: options.pointer,
    agent: options.agent ? "on" : "off",
    extra_args: JSON.stringify(options.extraArgs),
    disk: options.image === undefined ? "no" : "yes",
  };
}

/** A snapshot that does not say it was made before there was a choice. */
const FORMER_SHAPE = { pointer: "ps2" } as const satisfies Partial<MachineShape>;

/** What a snapshot's manifest says of the machine's shape. */
export type RecordedShape = Omit<MachineShape, keyof typeof FORMER_SHAPE> & Partial<MachineShape>;

/** What differs, for a person: `memory is 256, was 512`. */
export function listDifferences(now: MachineShape, recorded: RecordedShape): readonly string[] {
  const then: MachineShape = { ...FORMER_SHAPE, ...recorded };
  const keys = Object.keys(now) as (keyof MachineShape)[];
  return keys.filter((key) => now[key] !== then[key]).map((key) => `${key} is ${now[key]}, was ${then[key]}`);
}
