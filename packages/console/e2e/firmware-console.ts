import { join } from "node:path";
import type { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";

/** Where QEMU serves the console of a machine that holds nothing but its firmware. */
export function consolePathOf({ folder }: FirmwareMachine): string {
  return join(folder, "console");
}

/** What SeaBIOS says at each boot, on its debug port, is such a machine's console. */
export function buildConsoleArguments(machine: FirmwareMachine): readonly string[] {
  const chardev = `socket,id=console,path=${consolePathOf(machine)},server=on,wait=off`;
  return ["-chardev", chardev, "-device", "isa-debugcon,iobase=0x402,chardev=console"];
}
