import { existsSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Guest } from "../../guest/build-guest.ts";
import { Lab } from "../../guest/lab/lab.ts";
import { buildMachineSection } from "../../guest/project/machine-section.ts";
import { buildWorkspace } from "./build-workspace.ts";
import { BIN_PATH, GUEST_PROJECT_PATH, STORAGE_PATH } from "./demo-paths.ts";
import { findLatestAnalysis } from "./find-latest-analysis.ts";
import { showGuestAnalysis } from "./show-guest-analysis.ts";

const RUN_TIMEOUT_S = 60;
const MACHINE = "guest";
const NETWORKS = {
  root: "a bridge and a tap in a network namespace of its own, with servers for DHCP, DNS and HTTP",
  own: "a bridge and a tap in namespaces of its own, made without root, with servers for DHCP, DNS and HTTP",
  "user-mode":
    "QEMU's own, because this host lets nobody make a tap here; servers for DNS and HTTP on loopback",
};

/** `pnpm demo`: the guest gets a network, is analysed by a real run of `auxiliary`, and what that left is judged. */
export async function runGuestDemo(guest: Guest): Promise<number> {
  console.log(`The guest  ${guest.madeFrom} and busybox; what it does: guest/README.md`);
  const built = await buildWorkspace();
  if (built !== 0) return built;
  await using lab = await Lab.open({ busyboxPath: guest.busyboxPath });
  console.log(`Its network  ${NETWORKS[lab.isolation]}`);
  const machine = { name: MACHINE, index: 0, words: ["GUEST_JOB=demo"], keys: { pointer: "virtio" } };
  const section = buildMachineSection(machine, guest, lab);
  writeFileSync(join(GUEST_PROJECT_PATH, "conf/machines.conf"), `; Written by \`pnpm demo\`.\n\n${section}`);
  const analysisPath = chooseAnalysisPath();
  const code = await analyse(lab, analysisPath);
  if (code !== 0 || !existsSync(analysisPath)) return code || 1;
  return (await showGuestAnalysis(analysisPath, lab)) ? 0 : 1;
}

function chooseAnalysisPath(): string {
  const latest = findLatestAnalysis(STORAGE_PATH);
  return join(STORAGE_PATH, String(latest === undefined ? 1 : 1 + Number(basename(latest))));
}

async function analyse(lab: Lab, analysisPath: string): Promise<number> {
  const options = ["--machine", MACHINE, "--root", GUEST_PROJECT_PATH, "--analysis-path", analysisPath];
  const args = ["run", ...options, "--timeout", String(RUN_TIMEOUT_S)];
  console.log(`\n$ auxiliary ${args.join(" ")}\n`);
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const command = { file: process.execPath, args: [resolve(BIN_PATH), ...args], cwd: process.cwd() };
  const { code } = await lab.run(command, interruption.signal);
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  return code ?? 1;
}
