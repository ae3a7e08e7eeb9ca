import { readFile, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { AuxiliaryError, findExecutable, type Problem } from "@aux/core";
import { runGuarded } from "./run-guarded.ts";

/** Where a host says what it forbids. */
export interface HostPlaces {
  /** proc(5): what this process may and may not gain. */
  readonly statusPath: string;
  /** One line per profile that is loaded, `name (mode)`; mostly for root alone. */
  readonly profilesPath: string;
  /** group(5). */
  readonly groupsPath: string;
}

const HOST: HostPlaces = {
  statusPath: "/proc/self/status",
  profilesPath: "/sys/kernel/security/apparmor/profiles",
  groupsPath: "/etc/group",
};

const GETCAP_MS = 2_000;

/** The same problem with the command that mends it on this very host, where one is known. */
export async function findBetterRemedy(
  problem: Problem,
  tcpdumpPath: string,
  places: HostPlaces = HOST,
): Promise<Problem> {
  const remedy = await findRemedy(problem.code, tcpdumpPath, places);
  return remedy === undefined ? problem : { ...problem, remedy };
}

function findRemedy(code: string, tcpdumpPath: string, places: HostPlaces): Promise<string | undefined> {
  switch (code) {
    case "AUX_SNIFFER_PERMISSION":
      return permissionRemedy(tcpdumpPath, places);
    case "AUX_SNIFFER_FILE_REFUSED":
      return appArmorRemedy(tcpdumpPath, places);
    case "AUX_TOOL_MISSING":
      return groupRemedy(tcpdumpPath, places);
    default:
      return Promise.resolve(undefined);
  }
}

/** For a program that is there, but only for a group: the command that lets this user in. */
async function groupRemedy(programPath: string, places: HostPlaces): Promise<string | undefined> {
  try {
    const { gid, mode } = await stat(programPath);
    const isGroups = (mode & 0o010) !== 0 && (mode & 0o001) === 0;
    const group = isGroups ? await findGroup(gid, places) : undefined;
    if (group === undefined) return undefined;
    return `\`sudo usermod -aG ${group} ${userInfo().username}\`, then log in again: ${programPath} is for the group ${group} alone.`;
  } catch {
    return undefined;
  }
}

/** Source: capabilities(7): file capabilities do not count under no_new_privs, nor on a file system mounted nosuid. */
async function permissionRemedy(tcpdumpPath: string, { statusPath }: HostPlaces): Promise<string> {
  const setcap = `\`sudo setcap cap_net_raw+ep ${tcpdumpPath}\``;
  if (/^NoNewPrivs:\s*1$/m.test(await loadText(statusPath)))
    return "Run it as root, or outside of what sets no_new_privs (a container, a unit with NoNewPrivileges=): file capabilities do not count there.";
  if ((await loadCapabilities(tcpdumpPath)).includes("cap_net_raw"))
    return `Run it as root: ${tcpdumpPath} has the capability, and the host does not grant it (a file system mounted nosuid, or a container without CAP_NET_RAW).`;
  return `${setcap}, or run it as root.`;
}

/** Debian's and Ubuntu's profile lets tcpdump write where it is told, but not into hidden folders of a home. */
async function appArmorRemedy(
  tcpdumpPath: string,
  { profilesPath }: HostPlaces,
): Promise<string | undefined> {
  const profile = (await loadText(profilesPath))
    .split("\n")
    .find((line) => /tcpdump.* \(enforce\)$/.test(line));
  if (profile === undefined) return undefined;
  return `\`sudo aa-complain ${tcpdumpPath}\`, or put the project where AppArmor's profile "${profile}" lets tcpdump write: not into a hidden folder of a home.`;
}

async function loadCapabilities(path: string): Promise<string> {
  try {
    const { stdout } = await runGuarded(findExecutable("getcap"), [path], { timeoutMs: GETCAP_MS });
    return stdout;
  } catch (error) {
    if (AuxiliaryError.is(error)) return "";
    throw error;
  }
}

async function findGroup(gid: number, { groupsPath }: HostPlaces): Promise<string | undefined> {
  const rows = (await loadText(groupsPath)).split("\n").map((line) => line.split(":"));
  return rows.find(([, , number]) => number === String(gid))?.[0];
}

/** Empty where it cannot be read. */
async function loadText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
}
