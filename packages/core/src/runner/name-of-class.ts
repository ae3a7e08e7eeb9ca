/** `SnifferTcpdump` → `sniffer-tcpdump`: the name of a module that is given as a class alone. */
export function nameOfClass(className: string): string {
  return className
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, (_, end = "", start = "", single = "") =>
      single === "" ? `${end}-${start}` : `${single}-`,
    )
    .replaceAll("_", "-")
    .toLowerCase();
}
