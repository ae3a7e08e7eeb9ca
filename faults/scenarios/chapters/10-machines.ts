import { join } from "node:path";
import { startTigerVnc } from "../../../fixtures/vnc-servers.ts";
import { writeBootImage } from "../../../packages/machinery-qemu/test/boot-sector.ts";
import type { Chapter } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { findToolPid } from "../started-analysis.ts";

/** A machine of QEMU that boots from one sector, and no module. */
function useMachine(stage: Stage, image = "guest.img"): void {
  stage.install("machinery-qemu");
  writeBootImage(join(stage.path, "guest.img"));
  const keys = [`image = ${image}`, "memory = 32", "accel = tcg", "network = none"];
  stage.project.write("conf/machines.conf", `[vm]\nmachinery = qemu\n${keys.join("\n")}\n`);
  stage.configure("[recorder]\n");
  stage.project.addModule("recorder", "start() { return true; }\nstop() { return true; }");
}

/** A module that looks at a screen. */
function useScreen(stage: Stage, section: string): void {
  stage.install("screenshot");
  stage.configure(`[screenshot]\n${section}`);
}

export const chapter: Chapter = {
  title: "Virtual machines and their screens",
  about: "A machine of QEMU, and the module that keeps pictures of a screen.",
  scenarios: [
    {
      name: "The machine's image is not there",
      what: "conf/machines.conf names a file that does not exist.",
      analysis: null,
      act: async (stage) => {
        useMachine(stage, "images/win10.qcow2");
        return [await stage.auxiliary(["run", "--machine", "vm", "--timeout", "5"])];
      },
    },
    {
      name: "The machine is in use",
      what: "Another analysis runs on it.",
      act: async (stage) => {
        useMachine(stage);
        const { running, seen } = stage.launch(["run", "--machine", "vm", "--timeout", "60"]);
        await running.says("machine vm started");
        const refused = await stage.auxiliary(["run", "--machine", "vm", "--timeout", "60"]);
        running.child.kill("SIGINT");
        await seen;
        return [refused];
      },
    },
    {
      name: "QEMU is killed during the analysis",
      what: "Somebody, or the kernel for want of memory, ends the machine with SIGKILL.",
      act: async (stage) => {
        useMachine(stage);
        const { running, seen } = stage.launch(["run", "--machine", "vm", "--timeout", "20"]);
        await running.says("machine vm started");
        process.kill(findToolPid(stage, "1", "qemu-system-x86_64"), "SIGKILL");
        return [await seen];
      },
    },
    {
      name: "The VNC password is wrong",
      what: "The screen's server asks for another one.",
      act: async (stage) => {
        await using server = await startTigerVnc("hunter2");
        useScreen(stage, `vnc = ${server.path}\nvnc_password = letmein\n`);
        return [await stage.auxiliary(["run", "--", "sleep", "1"])];
      },
    },
    {
      name: "The VNC server is not there",
      what: "Nobody listens where the section says.",
      act: async (stage) => {
        useScreen(stage, "vnc = 127.0.0.1:5907\n");
        return [await stage.auxiliary(["run", "--", "sleep", "1"])];
      },
    },
  ],
};
