import { parseArgs } from "node:util";
import { buildGuest, type Guest } from "./build-guest.ts";

/** `pnpm guest`: builds the guest where that is still to be done, and says where it is; `--json` for programs. */
async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean", default: false } } });
  const guest = await buildGuest();
  console.log(values.json ? JSON.stringify(guest) : describe(guest));
}

function describe({ madeFrom, kernelPath, initrdPath }: Guest): string {
  return `A guest made from ${madeFrom}:
  kernel  ${kernelPath}
  initrd  ${initrdPath}

Look at it (Ctrl-A X ends it; guest/README.md says what it understands):
  qemu-system-x86_64 -m 128 -nodefaults -nographic -serial mon:stdio -no-reboot \\
    -kernel ${kernelPath} \\
    -initrd ${initrdPath} \\
    -append "console=ttyS0 quiet GUEST_NET=dhcp GUEST_JOB=demo" \\
    -netdev user,id=net0 -device virtio-net-pci,netdev=net0`;
}

await main(process.argv.slice(2));
