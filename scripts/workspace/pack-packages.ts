import { join } from "node:path";
import { buildPnpmCommand } from "../process/pnpm-command.ts";
import { runCommand } from "../process/run-command.ts";
import { loadPackages, type WorkspacePackage } from "./load-packages.ts";

/** A package as it would be published. */
export interface PackedPackage extends WorkspacePackage {
  readonly tarballPath: string;
}

/** Packs every public package into a folder, as `pnpm publish` would send it. Needs a build. */
export async function packPackages(
  rootPath: string,
  destinationPath: string,
): Promise<readonly PackedPackage[]> {
  const packages = loadPackages(rootPath).filter(({ manifest }) => !manifest.private);
  return Promise.all(packages.map((one) => packOne(rootPath, one, destinationPath)));
}

async function packOne(
  rootPath: string,
  one: WorkspacePackage,
  destinationPath: string,
): Promise<PackedPackage> {
  const { file, args } = buildPnpmCommand(["pack", "--pack-destination", destinationPath]);
  const packed = await runCommand(file, args, { cwd: join(rootPath, one.folder) });
  if (packed.code !== 0) throw new Error(`pnpm pack failed in ${one.folder}:\n${packed.output}`);
  const { name, version } = one.manifest;
  return {
    ...one,
    tarballPath: join(destinationPath, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`),
  };
}
