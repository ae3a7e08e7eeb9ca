import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PackageManager } from "../clients/package-manager.ts";
import { parseCodeBlocks } from "./parse-code-blocks.ts";

const ADD = /^pnpm add (.+)$/m;
const RUN = /^sudo pnpm exec auxiliary run -- .+$/m;

/** The lines of README.md that take a newcomer from nothing to a pcap. */
export interface QuickStart {
  /** The packages that it adds. */
  readonly packages: readonly string[];
  /** Its commands for one package manager, as a shell script. */
  readonly buildScript: (manager: PackageManager, packages: readonly string[]) => string;
}

/**
 * Reads them. Another package manager's words stand in for pnpm's; the analysed command makes its traffic on the
 * loopback instead of the internet; sudo is left out, the test has the rights already.
 */
export function loadQuickStart(rootPath: string): QuickStart {
  const blocks = parseCodeBlocks(readFileSync(join(rootPath, "README.md"), "utf8"));
  const block = blocks.find(({ language, content }) => language === "sh" && ADD.test(content));
  const packages = ADD.exec(block?.content ?? "")?.[1]?.split(" ");
  if (!block || !packages || !RUN.test(block.content))
    throw new Error('README.md has no block with "pnpm add …" and "sudo pnpm exec auxiliary run -- …"');
  return {
    packages,
    buildScript: ({ add, exec }, names) =>
      block.content
        .replace(ADD, [...add, ...names].join(" "))
        .replace(RUN, `${exec.join(" ")} auxiliary run -- node traffic.mjs`),
  };
}
