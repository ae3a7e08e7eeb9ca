import { buildGuest, type Guest } from "../guest/build-guest.ts";
import { runGuestDemo } from "./demo/guest-demo.ts";
import { runProcessDemo } from "./demo/process-demo.ts";
import { ensureSystemPackages } from "./system/ensure-system-packages.ts";
import { GUEST_NEEDS } from "./system/needs.ts";

/** `pnpm demo`: an analysis of a real machine; around a program where QEMU cannot be had, or with `--process`. */
async function main(args: readonly string[]): Promise<number> {
  const guest = args.includes("--process") ? undefined : await makeGuest();
  return guest === undefined ? runProcessDemo() : runGuestDemo(guest);
}

/** Undefined, having said why, where QEMU or the guest's packages cannot be had. */
async function makeGuest(): Promise<Guest | undefined> {
  try {
    await ensureSystemPackages(GUEST_NEEDS);
    return await buildGuest();
  } catch (error) {
    console.error(`No virtual machine here: ${error instanceof Error ? error.message : String(error)}`);
    console.error("Going on with a program of this host instead of a machine.\n");
    return undefined;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
