import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const SNIFFER_PROBLEMS = {
  AUX_SNIFFER_MACHINE_INVALID: {
    meaning: "The machine's data names an address, port or interface that is none.",
    remedy: "Correct the machine's section.",
  },
  AUX_SNIFFER_MAC_NEEDS_INTERFACE: {
    meaning:
      "The machine is known by its MAC alone, and packets of the recorded interface carry no MAC to tell it by.",
    remedy:
      "Set `interface` in the machine's section to the one its traffic crosses, or give the machine's `ip`.",
  },
  AUX_SNIFFER_INTERFACE_MISSING: {
    meaning: "There is no network interface of that name.",
    remedy:
      "Set `interface` to one of the names that `ip link` shows, or create it before the analysis begins.",
  },
  AUX_SNIFFER_INTERFACE_DOWN: {
    meaning: "The network interface is there, but not up.",
    remedy: "Bring it up: `ip link set dev NAME up`.",
  },
  AUX_SNIFFER_INTERFACE_GONE: {
    meaning:
      "The network interface was removed during the capture, and packets of the second before may be missing.",
    remedy:
      "Set `wait_for_interface = on` in [sniffer] when the machine's end removes it, or record the bridge it is attached to.",
  },
  AUX_SNIFFER_ARMED_LATE: {
    meaning: "Packets crossed an interface that was waited for before its capture was armed.",
    remedy:
      "Start the machine paused, as QEMU's `-S` does, and let it run once its interface is up, or record the bridge.",
  },
  AUX_SNIFFER_QEMU_UNKNOWN: {
    meaning: "QEMU is to record, and the machine names no monitor or no network backend.",
    remedy: "Set `capture = tcpdump` in [sniffer], or use a machinery that drives QEMU.",
  },
  AUX_SNIFFER_QEMU_REFUSED: {
    meaning: "QEMU did not record the packets: it refused, or was never there.",
    remedy: "See QEMU's log in the analysis folder; it must be able to write there.",
  },
  AUX_SNIFFER_FILTER_FAILED: {
    meaning: "What QEMU recorded could not be filtered afterwards, so the file holds all of it.",
    remedy: "Filter it by hand: `tcpdump -r FILE -w FILE 'EXPRESSION'`; free space may be missing.",
  },
  AUX_SNIFFER_PERMISSION: {
    meaning: "tcpdump may not capture packets.",
    remedy:
      "Give tcpdump the right once: `sudo setcap cap_net_raw+ep $(command -v tcpdump)`, or run as root.",
  },
  AUX_SNIFFER_TRIAL_EMPTY: {
    meaning: "`auxiliary doctor` sent a packet to itself, and tcpdump, which listened, did not record it.",
    remedy: "See what keeps packets from tcpdump: a container's filter, another network namespace.",
  },
  AUX_SNIFFER_FILTER_INVALID: {
    meaning: "tcpdump does not understand the filter.",
    remedy: "Correct `bpf`; `man pcap-filter` describes what it may hold.",
  },
  AUX_SNIFFER_FILTER_DIRECTION: {
    meaning:
      "The filter asks for direction or interface number (`inbound`, `outbound`, `ifindex`), which loses the first packets on a single interface.",
    remedy: "Remove those words from `bpf`, or record on the interface `any`, where they work.",
  },
  AUX_SNIFFER_FILTER_UNCHECKED: {
    meaning: "tcpdump could not check the filter: it did not end in time, or could not be run.",
    remedy:
      "Write addresses instead of host names in `bpf`: names are looked up while the filter is compiled.",
  },
  AUX_SNIFFER_TCPDUMP_OLD: {
    meaning: "tcpdump does not know the format in which all interfaces are recorded at once.",
    remedy: "Install tcpdump 4.99 or later, or set `interface` to a single one.",
  },
  AUX_SNIFFER_USER_UNKNOWN: {
    meaning: "tcpdump cannot become the user it should.",
    remedy: "Set `user` in [sniffer] to a user of this host, or remove it.",
  },
  AUX_SNIFFER_FILE_REFUSED: {
    meaning: "tcpdump cannot create the file, or hand it to the user it becomes.",
    remedy:
      "Correct the owner and rights of the analysis folder; in a user namespace with one user, run as that user.",
  },
  AUX_SNIFFER_KERNEL_DROPPED: {
    meaning: "The kernel dropped packets because tcpdump did not take them in time.",
    remedy: "Raise `buffer_size` in [sniffer], narrow `bpf`, or lower the load of this host.",
  },
  AUX_SNIFFER_DRAIN_INCOMPLETE: {
    meaning: "At the end, tcpdump did not take all packets out of the kernel in time.",
    remedy: "Lower the load of this host, or put the analysis folder on a faster disk.",
  },
  AUX_SNIFFER_DISK_FULL: {
    meaning: "The file holds fewer packets than were captured: the disk is full.",
    remedy: "Free space on the disk that holds the analysis folder.",
  },
  AUX_SNIFFER_FILE_SHORT: {
    meaning: "The file holds fewer packets than were captured; why is unknown.",
    remedy: "Look for a quota or a limit on file sizes, and whether something else changed the file.",
  },
  AUX_SNIFFER_FILE_UNREADABLE: {
    meaning: "The file cannot be read, or is no pcap file.",
    remedy: "See tcpdump's log in the analysis folder, and whether something else changed the file.",
  },
  AUX_SNIFFER_NO_STATISTICS: {
    meaning:
      "tcpdump ended without saying how many packets it captured, so nothing shows that the file is whole.",
    remedy: "See tcpdump's log in the analysis folder.",
  },
} as const satisfies ProblemCatalogue;

export const snifferProblem = problemFactory(SNIFFER_PROBLEMS);
