import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { TemporaryProject } from "../../test/temporary-project.ts";
import { findCandidates } from "./find-candidates.ts";

/** What Yarn's `.pnp.cjs` does as far as it matters here: it hooks into `module` and knows where packages are. */
const PNP_FILE = `
const { join } = require("node:path");
const api = {
  resolveToUnqualified(request, issuer, { considerBuiltins }) {
    if (request === "events" && considerBuiltins) return null;
    if (!issuer.startsWith(__dirname + "/")) throw new Error("not of this project");
    if (request === "absent") throw new Error("absent is not installed");
    return join(__dirname, request === "alias" ? "cache/virtual-1/sniffer/" : "cache/" + request + "/");
  },
};
require("node:module").findPnpApi = (path) => (path.startsWith(__dirname + "/") ? api : null);
`;

function pnpProject(): TemporaryProject {
  const project = new TemporaryProject();
  project.write(".pnp.cjs", PNP_FILE);
  for (const name of ["sniffer", "events"]) {
    project.write(
      `cache/${name}/package.json`,
      JSON.stringify({ name, version: "1.0.0", keywords: ["auxiliary-module"] }),
    );
  }
  project.link(".", "cache/virtual-1");
  project.write("package.json", '{"dependencies":{"sniffer":"1","events":"1","absent":"1","alias":"1"}}');
  return project;
}

/** A process of its own, as Yarn starts one: PnP is loaded before all else. */
function findInProcess(rootPath: string): unknown {
  const source = pathToFileURL(join(import.meta.dirname, "find-candidates.ts")).href;
  const script = `import { findCandidates } from ${JSON.stringify(source)};
    console.log(JSON.stringify(findCandidates(${JSON.stringify(rootPath)})));`;
  const args = ["--import", import.meta.resolve("tsx"), "--input-type=module", "-e", script];
  const options = { encoding: "utf8", timeout: 20_000, env: { ...process.env, NODE_OPTIONS: "" } } as const;
  return JSON.parse(execFileSync(process.execPath, ["-r", join(rootPath, ".pnp.cjs"), ...args], options));
}

describe("a project under Yarn PnP", () => {
  it("is asked for its packages through PnP, also for one that is called like a module of Node", () => {
    const { rootPath } = pnpProject();
    expect(findInProcess(rootPath)).toMatchObject({
      candidates: [
        { name: "sniffer", directory: join(rootPath, "cache/sniffer") },
        { name: "events", directory: join(rootPath, "cache/events") },
      ],
      problems: [],
      notInstalled: ["absent"],
    });
  });

  it("is refused when this process was not started by Yarn", () => {
    const { rootPath } = pnpProject();
    expect(findCandidates(rootPath)).toEqual({
      candidates: [],
      problems: [
        expect.objectContaining({ code: "AUX_PNP_NOT_LOADED", remedy: expect.stringContaining("Yarn") }),
      ],
      notInstalled: [],
    });
  });

  it("does not rule a project below it that has a node_modules of its own", () => {
    const project = pnpProject();
    project.write("inner/package.json", '{"dependencies":{"own":"1"}}');
    project.write("inner/node_modules/own/package.json", '{"name":"own","keywords":["auxiliary-module"]}');
    expect(findCandidates(join(project.rootPath, "inner")).candidates).toMatchObject([{ name: "own" }]);
  });
});
