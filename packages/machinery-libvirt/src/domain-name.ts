/** What a domain's name may be, for a person. */
export const DOMAIN_NAME_ALLOWED =
  "a domain's name: no `/`, not digits alone, beginning with a letter, digit or `_`, 128 at most";

/**
 * virsh takes a number for a running domain's id and a leading dash for an option, and libvirt refuses a slash. Source:
 * virsh(1), "GENERIC COMMANDS"; libvirt's domain XML format, "name".
 */
export const DOMAIN_NAME = /^(?!\d+$)[\p{L}\p{N}_][^/\p{Cc}]{0,127}$/u;
