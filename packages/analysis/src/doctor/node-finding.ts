import { analysisProblem } from "../analysis-problems.ts";
import { type Finding, problemFound, well } from "./finding.ts";

/** The oldest Node that the packages take: `engines` of their manifests. */
export const NODE_FLOOR = "20.19";

/** Finds AUX_HOST_NODE_OLD. */
export function findNode(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [floorMajor = 0, floorMinor = 0] = NODE_FLOOR.split(".").map(Number);
  const isOld = major < floorMajor || (major === floorMajor && minor < floorMinor);
  if (!isOld) return well("node", `Node ${version} on ${process.platform}`);
  const message = `Node ${version} is older than ${NODE_FLOOR}`;
  return problemFound("node", analysisProblem("AUX_HOST_NODE_OLD", message));
}
