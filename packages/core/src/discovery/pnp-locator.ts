import module from "node:module";
import { isRecord } from "./manifest.ts";
import type { PackageLocator } from "./package-locator.ts";

/** The part of Yarn's PnP API that is used here. Source: https://yarnpkg.com/advanced/pnpapi */
interface PnpApi {
  resolveToUnqualified(
    request: string,
    issuer: string,
    options: { considerBuiltins: boolean },
  ): string | null;
}

/** How Yarn PnP lays the project out; undefined when it is not loaded or does not rule the root. */
export function findPnpLocator(rootPath: string): PackageLocator | undefined {
  const api = findPnpApi(rootPath);
  if (api === undefined) return undefined;
  // A virtual path says whose peers the package sees: its real path would see none.
  return { foldersOf: (dependency) => resolveFolder(api, dependency, rootPath) };
}

function findPnpApi(rootPath: string): PnpApi | undefined {
  if (!("findPnpApi" in module) || typeof module.findPnpApi !== "function") return undefined;
  const api: unknown = module.findPnpApi(`${rootPath}/`);
  return isPnpApi(api) ? api : undefined;
}

function isPnpApi(value: unknown): value is PnpApi {
  return isRecord(value) && typeof value.resolveToUnqualified === "function";
}

/** PnP throws for a dependency that is not installed, which is no fault here. */
function resolveFolder(api: PnpApi, dependency: string, rootPath: string): readonly string[] {
  try {
    const folder = api.resolveToUnqualified(dependency, `${rootPath}/`, { considerBuiltins: false });
    return folder === null ? [] : [folder.replace(/[\\/]+$/, "")];
  } catch {
    return [];
  }
}
