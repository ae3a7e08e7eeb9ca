export type { SnifferTcpdumpOptions } from "./sniffer-options.ts";
export { SNIFFER_PROBLEMS } from "./sniffer-problems.ts";
export { SnifferTcpdump as default, SnifferTcpdump } from "./sniffer-tcpdump.ts";
