import type { CapturePlan } from "./capture-plan.ts";
import { ANY_INTERFACE } from "./interface-name.ts";
import type { SnifferTcpdumpOptions } from "./sniffer-options.ts";

/** The longest frame of a tap: what virtio may hand over at once, an Ethernet header and two VLAN tags. */
const LONGEST_FRAME_BYTES = 65_558;
/** KiB, at least, where packets are taken one by one: room for a thousand of the longest frames. */
const SLOTS_BUFFER_KIB = 65_536;

/**
 * Builds tcpdump's arguments. Without `-U`, which costs several times the CPU: see `FileFlush`. Source: tcpdump(1).
 *
 * Mostly without `--immediate-mode`: its buffer has a slot of the longest packet's size for each packet, so it holds
 * few. Of an interface that may be removed it is the only way that loses nothing: without it the kernel hands packets
 * over in blocks, and the last block goes with the interface.
 */
export function buildTcpdumpArguments(
  plan: CapturePlan,
  options: SnifferTcpdumpOptions,
  pcapPath: string,
): readonly string[] {
  const { interface: name, linkType, filter, isAwaited } = plan;
  const { user } = options;
  const { snaplen, bufferSize } = isAwaited ? fitSlots(options) : options;
  const args = ["-n", "-i", name, "-s", String(snaplen), "-B", String(bufferSize), "-w", pcapPath];
  if (isAwaited) args.push("--immediate-mode");
  // An older format knows no interface number, which the filter on `any` needs.
  if (name === ANY_INTERFACE) args.push("-y", linkType);
  if (user !== undefined) args.push("-Z", user);
  if (filter !== "") args.push("--", filter);
  return args;
}

function fitSlots({ snaplen, bufferSize }: SnifferTcpdumpOptions) {
  const isWhole = snaplen === 0;
  return {
    snaplen: isWhole ? LONGEST_FRAME_BYTES : snaplen,
    bufferSize: Math.max(bufferSize, SLOTS_BUFFER_KIB),
  };
}
