export { LIBVIRT_OPTIONS, type LibvirtOptions } from "./libvirt-options.ts";
export { LIBVIRT_PROBLEMS } from "./libvirt-problems.ts";
export { MachineryLibvirt, MachineryLibvirt as default } from "./machinery-libvirt.ts";
