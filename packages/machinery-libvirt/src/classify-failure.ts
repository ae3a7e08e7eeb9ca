import type { Problem } from "@aux/core";
import { libvirtProblem } from "./libvirt-problems.ts";

/** What virsh's words on standard error (in English) mean, and what to do about it. */
export function classifyFailure(args: readonly string[], stderr: string, uri: string): Problem {
  const lines = stderr
    .split("\n")
    .map((line) => line.replace(/^error: /, "").trim())
    .filter((line) => line !== "");
  const said = lines.join(": ") || "it gave no reason";
  if (/failed to connect to the hypervisor/i.test(said)) return noConnection(said, uri);
  if (/failed to get domain|domain not found/i.test(said))
    return libvirtProblem("AUX_LIBVIRT_DOMAIN_UNKNOWN", `libvirt at ${uri} says: ${said}`);
  if (/snapshot not found|no (current )?snapshot|does not have a current snapshot/i.test(said))
    return libvirtProblem("AUX_LIBVIRT_SNAPSHOT_UNKNOWN", `libvirt at ${uri} says: ${said}`);
  return libvirtProblem("AUX_LIBVIRT_FAILED", `virsh ${args[0]} failed: ${said}`, remedyOf(said));
}

function noConnection(said: string, uri: string): Problem {
  const reason = said.replace(/^failed to connect to the hypervisor(: )?/i, "");
  const message = `there is no connection to libvirt at ${uri}: ${reason || "virsh gave no reason"}`;
  return libvirtProblem("AUX_LIBVIRT_CONNECTION", message, remedyOf(said));
}

const REMEDIES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [
    /permission denied|authentication (unavailable|failed|cancelled)|access denied|polkit/i,
    "Add the user to the group libvirt, or set `uri = qemu:///session` for machines of the user's own.",
  ],
  [
    /no connection driver available|unable to parse uri/i,
    "Correct `uri` in the machine's section, for example qemu:///system; the hypervisor's driver may be a package of its own.",
  ],
  [/network '.*' is not active/i, "Start the domain's network: `virsh net-start NAME`."],
];

function remedyOf(said: string): { readonly remedy?: string } {
  const remedy = REMEDIES.find(([pattern]) => pattern.test(said))?.[1];
  return remedy === undefined ? {} : { remedy };
}
