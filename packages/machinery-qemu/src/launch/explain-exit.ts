import type { Problem } from "@aux/core";
import { qemuProblem } from "../qemu-problems.ts";
import type { QemuExit } from "./qemu-process.ts";

const KNOWN: readonly (readonly [RegExp, Parameters<typeof qemuProblem>[0], string])[] = [
  [
    /could not configure \/dev\/net\/tun|could not open \/dev\/net\/tun|bridge helper|failed to create tun device|could not set up/,
    "AUX_QEMU_INTERFACE_UNUSABLE",
    "could not be attached to its network",
  ],
  [/Failed to get .*lock/, "AUX_QEMU_IMAGE_IN_USE", "could not open its image"],
  [
    /load of migration failed|Unknown savevm section|Length mismatch/,
    "AUX_QEMU_SNAPSHOT_MISMATCH",
    "could not load its snapshot",
  ],
  [/Could not access KVM|failed to initialize kvm/, "AUX_QEMU_KVM_UNUSABLE", "could not use KVM"],
];

/** Why QEMU ended by itself, out of its last words. */
export function explainExit(machine: string, exit: QemuExit): Problem {
  const { lastWords } = exit;
  const words = lastWords.join("\n");
  const known = KNOWN.find(([pattern]) => pattern.test(words));
  const how = exit.signal === null ? `with code ${exit.code}` : `by ${exit.signal}`;
  const last = lastWords.at(-1);
  const said = last === undefined ? "" : `: ${last}`;
  if (known === undefined)
    return qemuProblem("AUX_QEMU_DIED", `QEMU of the machine ${machine} ended ${how}${said}`, { lastWords });
  return qemuProblem(known[1], `the machine ${machine} ${known[2]}${said}`, { lastWords });
}
