import { runGuestDemo } from "./demo/guest-demo.ts";
import { runProcessDemo } from "./demo/process-demo.ts";
import { ensureSystemPackages } from "./system/ensure-system-packages.ts";
import { GUEST_NEEDS } from "./system/needs.ts";

/** `pnpm demo`: an analysis of a real machine; around a program where QEMU cannot be had, or with `--process`. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--process") || !(await hasQemu())) return runProcessDemo();
  return runGuestDemo();
}

async function hasQemu(): Promise<boolean> {
  try {
    await ensureSystemPackages(GUEST_NEEDS);
    return true;
  } catch (error) {
    console.error(`No virtual machine here: ${error instanceof Error ? error.message : String(error)}`);
    console.error("Going on with a program of this host instead of a machine.\n");
    return false;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
