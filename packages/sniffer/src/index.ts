export { default, SNIFFER_PROBLEMS, SnifferTcpdump, type SnifferTcpdumpOptions } from "@aux/sniffer-tcpdump";
