import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Chapter } from "../scenario.ts";

const PACKET_BYTES = 8_000;

export const chapter: Chapter = {
  title: "Disk and folders",
  about: "Where results go.",
  scenarios: [
    {
      name: "The disk is full",
      what: "The file system of the results holds 1 MiB, the analysis makes more traffic than that, and `min_free = 0` lets it. tcpdump itself says nothing.",
      act: async (stage) => {
        stage.mount("storage", "size=1m");
        stage.configure("[sniffer]\ninterface = lo\nmin_free = 0\n");
        return [await stage.auxiliary(["run", ...stage.traffic(1_500, PACKET_BYTES)])];
      },
    },
    {
      name: "The analysis folder is taken",
      what: "Another run has left its results there.",
      analysis: null,
      act: async (stage) => {
        await stage.auxiliary(["run", "--task", '{"id": "7"}', ...stage.traffic(50)]);
        return [await stage.auxiliary(["run", "--task", '{"id": "7"}', ...stage.traffic(50)])];
      },
    },
    {
      name: "The storage folder cannot be made",
      what: "Its name is taken by a file.",
      analysis: null,
      act: async (stage) => {
        writeFileSync(join(stage.path, "storage"), "");
        return [await stage.auxiliary(["run", ...stage.traffic(50)])];
      },
    },
  ],
};
