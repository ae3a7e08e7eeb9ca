import type { Chapter } from "../scenario.ts";
import { findToolPid, untilCaptured } from "../started-analysis.ts";

const PACKET_BYTES = 8_000;

export const chapter: Chapter = {
  title: "Limits, and what follows a crash",
  about: "What the section of a module may say about its files, the disk, and a program that dies.",
  scenarios: [
    {
      name: "A capture becomes too large",
      what: "`max_size = 1`: the sniffer ends early, in order, and its file is whole.",
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = lo\nmax_size = 1\n");
        return [await stage.auxiliary(["run", ...stage.traffic(3_000, PACKET_BYTES)])];
      },
    },
    {
      name: "The disk becomes low",
      what: "`min_free = 20` on a file system of 24 MiB: the sniffer ends before the disk is full, and its file is whole.",
      act: async (stage) => {
        stage.mount("storage", "size=24m");
        stage.configure("[sniffer]\ninterface = lo\nmin_free = 20\n");
        return [await stage.auxiliary(["run", ...stage.traffic(4_000, PACKET_BYTES)])];
      },
    },
    {
      name: "The disk is low before the analysis",
      what: "`min_free = 100` on a file system of 24 MiB.",
      act: async (stage) => {
        stage.mount("storage", "size=24m");
        stage.configure("[sniffer]\ninterface = lo\nmin_free = 100\n");
        return [await stage.auxiliary(["run", ...stage.traffic(50)])];
      },
    },
    {
      name: "tcpdump is killed, with on_crash = restart",
      what: "The sniffer is started again and writes into a file of its own; nothing that was saved is written over.",
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = lo\non_crash = restart\n");
        const { running, seen } = stage.launch(["run", ...stage.traffic(4_000, PACKET_BYTES)]);
        await running.says("traffic begins");
        await untilCaptured(stage, "1");
        process.kill(findToolPid(stage, "1", "tcpdump"), "SIGKILL");
        return [await seen];
      },
    },
    {
      name: "tcpdump is killed, with on_crash = abort",
      what: "Without its capture the analysis is worth nothing: it is ended in order.",
      act: async (stage) => {
        stage.configure("[sniffer]\ninterface = lo\non_crash = abort\n");
        const { running, seen } = stage.launch(["run", ...stage.traffic(10_000, PACKET_BYTES)]);
        await running.says("traffic begins");
        await untilCaptured(stage, "1");
        process.kill(findToolPid(stage, "1", "tcpdump"), "SIGKILL");
        return [await seen];
      },
    },
  ],
};
