import { describe, expect, it } from "vitest";
import type { CapturePlan } from "./capture-plan.ts";
import { explainTcpdumpExit } from "./tcpdump-exit.ts";

const plan: CapturePlan = {
  section: "sniffer",
  tcpdumpPath: "/opt/tcpdump",
  interface: "v0",
  isInterfaceFromOptions: false,
  isAwaited: false,
  linkType: "EN10MB",
  address: { kind: "none" },
  filter: "",
};

/** What tcpdump 4.99.3 with libpcap 1.10.3 was heard saying. */
const HEARD: Readonly<Record<string, readonly (readonly string[])[]>> = {
  AUX_SNIFFER_INTERFACE_GONE: [["tcpdump: pcap_loop: The interface disappeared", "0 packets captured"]],
  AUX_SNIFFER_PERMISSION: [
    [
      "tcpdump: v0: You don't have permission to perform this capture on that device",
      "(socket: Operation not permitted)",
    ],
  ],
  AUX_SNIFFER_INTERFACE_MISSING: [["tcpdump: v0: No such device exists", "(No such device exists)"]],
  AUX_SNIFFER_INTERFACE_DOWN: [["tcpdump: v0: That device is not up"]],
  AUX_SNIFFER_MAC_NEEDS_INTERFACE: [
    ["tcpdump: ethernet addresses supported only on ethernet/FDDI/token ring/802.11/ATM LANE/Fibre Channel"],
  ],
  AUX_SNIFFER_TCPDUMP_OLD: [["tcpdump: invalid data link type LINUX_SLL2"]],
  AUX_SNIFFER_USER_UNKNOWN: [
    ["tcpdump: Couldn't find user 'nosuchuser'"],
    ["tcpdump: Couldn't change to 'root' uid=0 gid=0: Operation not permitted"],
  ],
  AUX_SNIFFER_FILE_REFUSED: [
    ["tcpdump: /a/dump.pcap: Permission denied"],
    ["tcpdump: /a/dump.pcap: Is a directory"],
    ["tcpdump: /a/dump.pcap: Operation not permitted"],
    ["tcpdump: /a/dump.pcap: Read-only file system"],
    ["tcpdump: /a/dump.pcap: No such file or directory"],
    ["tcpdump: Couldn't change ownership of savefile"],
  ],
  AUX_SNIFFER_FILTER_INVALID: [
    ["tcpdump: can't parse filter expression: syntax error"],
    ["tcpdump: unknown host 'no-such-host.invalid'"],
    ["tcpdump: invalid IPv4 address '999.1.1.1'"],
  ],
};

describe("explainTcpdumpExit", () => {
  for (const [code, heard] of Object.entries(HEARD)) {
    for (const lastWords of heard) {
      it(`takes "${lastWords[0]}" for ${code}`, () => {
        const problem = explainTcpdumpExit({ lastWords }, plan);
        expect(problem).toMatchObject({ code, message: lastWords[0], lastWords });
        expect(problem?.remedy).not.toBe("");
      });
    }
  }

  it("names the very program and interface in a remedy", () => {
    const permission = HEARD.AUX_SNIFFER_PERMISSION?.[0] ?? [];
    expect(explainTcpdumpExit({ lastWords: permission }, plan)?.remedy).toContain(
      "setcap cap_net_raw+ep /opt/tcpdump",
    );
    const down = HEARD.AUX_SNIFFER_INTERFACE_DOWN?.[0] ?? [];
    expect(explainTcpdumpExit({ lastWords: down }, plan)?.remedy).toContain("ip link set dev v0 up");
  });

  it("does not guess", () => {
    expect(explainTcpdumpExit({ lastWords: [] }, plan)).toBeUndefined();
    expect(explainTcpdumpExit({ lastWords: ["tcpdump: something new"] }, plan)).toBeUndefined();
  });
});
