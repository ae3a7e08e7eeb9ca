import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findBetterRemedy, type HostPlaces } from "./host-obstacle.ts";
import { snifferProblem } from "./sniffer-problems.ts";

let folder = "";
let programPath = "";
let places: HostPlaces = { statusPath: "", profilesPath: "", groupsPath: "" };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "host-"));
  programPath = join(folder, "tcpdump");
  writeFileSync(programPath, "");
  places = {
    statusPath: join(folder, "status"),
    profilesPath: join(folder, "profiles"),
    groupsPath: join(folder, "group"),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function remedyOf(code: "AUX_SNIFFER_PERMISSION" | "AUX_SNIFFER_FILE_REFUSED"): Promise<string> {
  return (await findBetterRemedy(snifferProblem(code, "refused"), programPath, places)).remedy;
}

describe("what mends a host on which tcpdump cannot record", () => {
  it("is the capability, for this very program", async () => {
    writeFileSync(places.statusPath, "Name:\tnode\nNoNewPrivs:\t0\n");
    expect(await remedyOf("AUX_SNIFFER_PERMISSION")).toBe(
      `\`sudo setcap cap_net_raw+ep ${programPath}\`, or run it as root.`,
    );
  });

  it("is not the capability where it would not count", async () => {
    writeFileSync(places.statusPath, "NoNewPrivs:\t1\n");
    const remedy = await remedyOf("AUX_SNIFFER_PERMISSION");
    expect(remedy).toContain("no_new_privs");
    expect(remedy).not.toContain("setcap");
  });

  it("is AppArmor's profile where one is enforced, and only then", async () => {
    const general = snifferProblem("AUX_SNIFFER_FILE_REFUSED", "refused").remedy;
    expect(await remedyOf("AUX_SNIFFER_FILE_REFUSED")).toBe(general);
    writeFileSync(places.profilesPath, "tcpdump (complain)\nman_groff (enforce)\n");
    expect(await remedyOf("AUX_SNIFFER_FILE_REFUSED")).toBe(general);
    writeFileSync(places.profilesPath, "lsb_release (enforce)\n/usr/bin/tcpdump (enforce)\n");
    expect(await remedyOf("AUX_SNIFFER_FILE_REFUSED")).toContain(`sudo aa-complain ${programPath}`);
  });

  it("is the group that alone may run it", async () => {
    writeFileSync(places.groupsPath, `other:x:77777:\npcap:x:${process.getgid?.()}:\n`);
    chownSync(programPath, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
    const missing = { code: "AUX_TOOL_MISSING", message: "missing", remedy: "install it" };
    chmodSync(programPath, 0o755);
    expect((await findBetterRemedy(missing, programPath, places)).remedy).toBe("install it");
    chmodSync(programPath, 0o750);
    expect((await findBetterRemedy(missing, programPath, places)).remedy).toContain(
      `sudo usermod -aG pcap ${userInfo().username}`,
    );
    expect(await findBetterRemedy(missing, join(folder, "absent"), places)).toBe(missing);
  });

  it("stays the catalogue's for all other problems", async () => {
    const problem = snifferProblem("AUX_SNIFFER_INTERFACE_DOWN", "down");
    expect(await findBetterRemedy(problem, programPath, places)).toBe(problem);
  });
});
