import { runTool } from "../../../packages/sniffer-tcpdump/e2e/lab.ts";
import type { Chapter } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { findToolPid, untilCaptured } from "../started-analysis.ts";

/** Larger than what tcpdump writes at once: its file never ends at the end of a packet by chance. */
const PACKET_BYTES = 8_000;
/** Root without the right to capture is what an ordinary user is to tcpdump. */
const WITHOUT_RIGHT = ["setpriv", "--bounding-set=-net_raw,-net_admin"];

function setLink({ lab }: Stage, ...words: readonly string[]): void {
  runTool("ip", "-n", lab.host.namespace, "link", ...words);
}

export const chapter: Chapter = {
  title: "Network capture",
  about: "What the sniffer meets: its program, its rights, its interface, its filter.",
  scenarios: [
    {
      name: "tcpdump is not there",
      what: "The section names a tcpdump that is not on this host.",
      analysis: null,
      act: async (stage) => {
        stage.configure("[sniffer]\ntcpdump = /opt/tcpdump/bin/tcpdump\n");
        return [await stage.auxiliary(["run", ...stage.traffic()])];
      },
    },
    {
      name: "No permission to capture",
      what: "The user who runs aux may not open a packet socket.",
      act: async (stage) => [await stage.auxiliary(["run", ...stage.traffic()], { as: WITHOUT_RIGHT })],
    },
    {
      name: "A required sniffer cannot start",
      what: "The same, with `required = on`: the analysis does not begin.",
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = lo\nrequired = on\n");
        return [await stage.auxiliary(["run", ...stage.traffic()], { as: WITHOUT_RIGHT })];
      },
    },
    {
      name: "The interface does not exist",
      what: "The section names an interface that this host does not have.",
      analysis: null,
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = v7\n");
        return [await stage.auxiliary(["run", ...stage.traffic()])];
      },
    },
    {
      name: "The interface is down",
      what: "The interface is there, but nobody has brought it up.",
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = v0\n");
        setLink(stage, "set", "v0", "down");
        return [await stage.auxiliary(["run", ...stage.traffic()])];
      },
    },
    {
      name: "The interface is removed during the analysis",
      what: "The tap or the bridge port is deleted while tcpdump listens on it.",
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = v0\n");
        const { running, seen } = stage.launch(["run", ...stage.traffic(2_000)]);
        await running.says("traffic begins");
        setLink(stage, "delete", "v0");
        return [await seen];
      },
    },
    {
      name: "The interface goes down during the analysis, and up again",
      what: "tcpdump goes on by itself, and so does the analysis: there is nothing to report.",
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = v0\n");
        const { running, seen } = stage.launch(["run", ...stage.traffic(2_000)]);
        await running.says("traffic begins");
        setLink(stage, "set", "v0", "down");
        setLink(stage, "set", "v0", "up");
        return [await seen];
      },
    },
    {
      name: "The filter is wrong",
      what: "The section's `bpf` is no filter that tcpdump knows.",
      analysis: null,
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = lo\nbpf = not arp and (\n");
        return [await stage.auxiliary(["run", ...stage.traffic()])];
      },
    },
    {
      name: "tcpdump is killed during the analysis",
      what: "Somebody, or the kernel for want of memory, ends tcpdump with SIGKILL.",
      act: async (stage) => {
        const { running, seen } = stage.launch(["run", ...stage.traffic(2_500, PACKET_BYTES)]);
        await running.says("traffic begins");
        await untilCaptured(stage, "1");
        process.kill(findToolPid(stage, "1", "tcpdump"), "SIGKILL");
        return [await seen];
      },
    },
  ],
};
