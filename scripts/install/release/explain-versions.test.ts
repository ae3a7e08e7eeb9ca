import { describe, expect, it } from "vitest";
import { explainVersions } from "./explain-versions.ts";

const BEFORE = new Map([
  ["core", "0.1.0"],
  ["cli", "0.1.0"],
  ["sniffer", "0.1.0"],
]);

function buildManifests(core: string, cli: string, sniffer = "0.1.0") {
  return [
    { name: "core", version: core },
    { name: "cli", version: cli, dependencies: { core: "workspace:^" } },
    { name: "sniffer", version: sniffer, peerDependencies: { core: "workspace:>=0.1.0 <1" } },
  ];
}

describe("explainVersions", () => {
  it("leaves dependents alone after a patch, because their range holds it", () => {
    const [, cli, sniffer] = explainVersions(buildManifests("0.1.1", "0.1.0"), BEFORE, ["core"]);
    expect(cli?.why).toBe("its range of core holds the new version: an install gets it");
    expect(sniffer?.why).toBe("peer core >=0.1.0 <1 still holds");
  });

  it("names the dependency that left the range after a minor", () => {
    const [core, cli] = explainVersions(buildManifests("0.2.0", "0.1.1"), BEFORE, ["core"]);
    expect(core?.why).toBe("named by the changeset");
    expect(cli?.why).toBe("depends on core ^0.1.0, which 0.2.0 leaves");
  });

  it("refuses a version that nothing explains: an auxiliary pushed to a major by its peer", () => {
    expect(() => explainVersions(buildManifests("0.2.0", "0.1.1", "1.0.0"), BEFORE, ["core"])).toThrow(
      "sniffer went from 0.1.0 to 1.0.0, which nothing explains",
    );
  });

  it("refuses a dependent that was forgotten", () => {
    expect(() => explainVersions(buildManifests("0.2.0", "0.1.0"), BEFORE, ["core"])).toThrow(
      "cli went from 0.1.0 to 0.1.0",
    );
  });
});
