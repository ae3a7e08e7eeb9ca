import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { listFiles } from "../workspace/list-files.ts";
import { buildFinding, type Check, type Finding } from "./check.ts";

const PUBLIC_REGISTRY_HOST = "registry.npmjs.org";
const HOME_FOLDER = /(?<![\w.~-])(?:\/home\/|\/Users\/|[A-Za-z]:\\+Users\\+)[\w.-]+|(?<![\w.~-])\/root\//;
const REGISTRY_LINE = /^\s*(?:@[\w-]+:)?registry\s*=|_auth(?:Token)?\s*=/;
const TARBALL_LINE = /\btarball:\s*\S*:\/\//;
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/** What is peculiar to the machine that a check runs on, and must stand in no file. */
export interface MachineTraits {
  /** Folders such as the repository's own and the home folder. */
  readonly folders: readonly string[];
  /** Hosts of package registries other than the public one. */
  readonly registryHosts: readonly string[];
}

/** Finds absolute paths of someone's machine and registry hosts in the repository's files, the lockfile included. */
export function findMachineTraces(rootPath: string, traits: MachineTraits): readonly Finding[] {
  return listFiles(rootPath).flatMap((file) => {
    const content = readFileSync(join(rootPath, file));
    if (content.length > MAX_TEXT_BYTES || content.includes(0)) return [];
    const lines = content.toString("utf8").split("\n");
    return lines.flatMap((line, index) => {
      const what = findTrace(line, basename(file), traits);
      return what
        ? buildFinding(file, index + 1, what, "Write a relative path or a placeholder instead.")
        : [];
    });
  });
}

/** The check `traces`. */
export const tracesCheck: Check = {
  name: "traces",
  about: "no file names a folder of someone's machine or a registry's host",
  run: () => ({ findings: findMachineTraces(process.cwd(), findTraits()) }),
};

function findTrace(line: string, fileName: string, traits: MachineTraits): string | undefined {
  const home = HOME_FOLDER.exec(line)?.[0] ?? traits.folders.find((folder) => hasFolder(line, folder));
  if (home) return `holds a path of someone's machine: ${home}`;
  const host = traits.registryHosts.find((one) => line.includes(one));
  if (host) return `names the registry ${host}`;
  if (fileName === "pnpm-lock.yaml" && TARBALL_LINE.test(line)) return "names the registry it was made with";
  if (fileName === ".npmrc" && REGISTRY_LINE.test(line)) return "sets a registry or its key";
  return undefined;
}

function hasFolder(line: string, folder: string): boolean {
  const at = line.indexOf(folder);
  return at !== -1 && !/[\w-]/.test(line[at + folder.length] ?? "") && !/[\w.~-]/.test(line[at - 1] ?? "");
}

function findTraits(): MachineTraits {
  // A folder directly under the root (/app, /root) is too short a word to tell from prose or a container's path.
  const folders = [process.cwd(), homedir()].filter((folder) => folder.split("/").length > 2);
  const registry = process.env.npm_config_registry;
  const host = registry && URL.canParse(registry) ? new URL(registry).host : undefined;
  return { folders, registryHosts: host && host !== PUBLIC_REGISTRY_HOST ? [host] : [] };
}
