export type { SnifferTcpdumpOptions } from "./sniffer-options.ts";
export { SNIFFER_PROBLEMS } from "./sniffer-problems.ts";
export { default, default as SnifferTcpdump } from "./sniffer-tcpdump.ts";
