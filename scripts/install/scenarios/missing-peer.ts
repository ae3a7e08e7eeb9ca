import { PACKAGE_MANAGERS } from "../clients/package-manager.ts";
import { addPackages, createProject, tryInProject, writeConfiguration } from "./project.ts";
import type { Scenario } from "./scenario.ts";

const EXPECTED = "Add @aux/core to this project";

/** A Yarn user who overlooked README.md's half sentence about peers is told what to add. */
export const missingPeer: Scenario = {
  manager: PACKAGE_MANAGERS.yarnPnp.name,
  added: "@aux/cli @aux/sniffer, without the peer",
  run: async (place) => {
    const project = await createProject(place, PACKAGE_MANAGERS.yarnPnp);
    await addPackages(project, ["@aux/cli", "@aux/sniffer"]);
    writeConfiguration(project, "[sniffer]\nenabled = on\n");
    const words = [...project.manager.exec, "auxiliary", "run", "--", "node", "traffic.mjs"];
    const { code, output } = await tryInProject(project, words);
    if (code !== 2 || !output.includes(EXPECTED))
      throw new Error(`expected exit code 2 and "${EXPECTED}", got ${code}:\n${output}`);
    return `refused: "${EXPECTED}"`;
  },
};
