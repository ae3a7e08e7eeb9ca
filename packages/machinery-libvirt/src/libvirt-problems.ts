import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that `@aux/machinery-libvirt` reports, each with its meaning and what to do about it. */
export const LIBVIRT_PROBLEMS = {
  AUX_LIBVIRT_CONNECTION: {
    meaning: "virsh could not connect to libvirt at the section's `uri`.",
    remedy:
      "Start libvirt's daemon (`systemctl start libvirtd`), or correct `uri` in the machine's section; `virsh -c URI list` tries it.",
  },
  AUX_LIBVIRT_DOMAIN_UNKNOWN: {
    meaning: "libvirt knows no domain of that name at the section's `uri`.",
    remedy:
      "Set `domain` in the machine's section to one that `virsh list --all --name` shows, or correct `uri`.",
  },
  AUX_LIBVIRT_SNAPSHOT_UNKNOWN: {
    meaning: "The domain has no snapshot of that name, or none at all.",
    remedy:
      "Set `snapshot` to one that `virsh snapshot-list DOMAIN` shows, or take one: `virsh snapshot-create-as DOMAIN clean`.",
  },
  AUX_LIBVIRT_DOMAIN_IN_USE: {
    meaning: "The domain is not off, so something else uses it: reverting it would destroy that.",
    remedy: "Wait for what uses it, or end it: `virsh destroy DOMAIN`.",
  },
  AUX_LIBVIRT_MAC_UNKNOWN: {
    meaning: "None of the domain's network interfaces has the machine's Ethernet address.",
    remedy: "Correct `mac` in the machine's section, or leave it out: the domain's own is taken then.",
  },
  AUX_LIBVIRT_FORCED: {
    meaning: "The guest did not shut down in time, so it was ended by force. All was stopped all the same.",
    remedy:
      "Look whether the guest obeys its power button (ACPI), or raise `shutdown_timeout` in the machine's section.",
  },
  AUX_LIBVIRT_TIMEOUT: {
    meaning: "A call of virsh did not end within its deadline.",
    remedy: "Look whether libvirt's daemon hangs, or the host is overloaded.",
  },
  AUX_LIBVIRT_FAILED: {
    meaning: "libvirt refused what it was asked to do.",
    remedy: "Solve what libvirt says; its daemon's log may say more.",
  },
} as const satisfies ProblemCatalogue;

export const libvirtProblem = problemFactory(LIBVIRT_PROBLEMS);
