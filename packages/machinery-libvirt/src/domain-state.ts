/** A domain's state as `virsh domstate` says it: `running`, `paused`, `in shutdown`, `shut off`, `crashed`, … */
export function parseDomainState(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}

/** True once nothing of the domain runs any more. A crashed one may be kept, and holds its resources then. */
export function isOff(state: string): boolean {
  return state === "shut off";
}
