import { declareOptions, numberOption, type OptionsOf, textOption } from "@aux/core";
import { DOMAIN_NAME, DOMAIN_NAME_ALLOWED } from "./domain-name.ts";

/** The keys of a machine's section that are libvirt's own. */
export const LIBVIRT_OPTIONS = declareOptions({
  uri: textOption({
    description: "Which libvirt drives the machine: a connection URI, as `virsh -c` takes it.",
    default: "qemu:///system",
    pattern: /^[a-z][a-z0-9]*(\+[a-z0-9]+)?:\/\/\S*$/,
    allowed: "a connection URI such as qemu:///system or qemu+ssh://host/system",
  }),
  domain: textOption({
    description: "Name of the machine's domain. Default: the machine's name.",
    pattern: DOMAIN_NAME,
    allowed: DOMAIN_NAME_ALLOWED,
  }),
  virsh: textOption({ description: "Path of virsh.", default: "virsh" }),
  revertTimeout: numberOption({
    description: "Longest time that going back to the snapshot may take.",
    unit: "seconds",
    default: 60,
    min: 1,
    max: 3600,
  }),
  shutdownTimeout: numberOption({
    description: "How long the guest may take to shut down before it is ended by force; 0: by force at once.",
    unit: "seconds",
    default: 30,
    max: 3600,
  }),
});

export type LibvirtOptions = OptionsOf<typeof LIBVIRT_OPTIONS>;
