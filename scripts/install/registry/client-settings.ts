import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildCleanEnvironment } from "../process/clean-environment.ts";

/** The scopes that live on the registry of the test: ours, and an outsider's. */
const SCOPES: readonly string[] = [...new Set(["@aux", "@acme"])];

/** How each package manager is told to ask the registry of the test for the scopes, and nothing else for them. */
export interface ClientSettings {
  /** For npm and pnpm (a user configuration), and for caches that an earlier run must not have filled. */
  readonly env: NodeJS.ProcessEnv;
  /** For Yarn 4 and Bun, which read files of the project. */
  writeProjectFiles(projectPath: string): void;
}

/** Writes the user configuration into `folderPath`; the public registry, or its mirror, stays what it is. */
export function buildClientSettings(registryUrl: string, folderPath: string): ClientSettings {
  const mirror = process.env.npm_config_registry;
  mkdirSync(folderPath, { recursive: true });
  const configPath = join(folderPath, "npmrc");
  writeFileSync(configPath, buildNpmConfiguration(registryUrl, mirror));
  return {
    env: {
      ...buildCleanEnvironment(),
      NPM_CONFIG_USERCONFIG: configPath,
      npm_config_update_notifier: "false",
      npm_config_fund: "false",
      npm_config_audit: "false",
      YARN_ENABLE_TELEMETRY: "false",
      YARN_GLOBAL_FOLDER: join(folderPath, "yarn"),
      BUN_INSTALL_CACHE_DIR: join(folderPath, "bun"),
      ...(mirror ? { YARN_NPM_REGISTRY_SERVER: mirror, BUN_CONFIG_REGISTRY: mirror } : {}),
    },
    writeProjectFiles: (projectPath) => {
      writeFileSync(join(projectPath, ".yarnrc.yml"), buildYarnConfiguration(registryUrl));
      writeFileSync(join(projectPath, "bunfig.toml"), buildBunConfiguration(registryUrl));
    },
  };
}

function buildNpmConfiguration(registryUrl: string, mirror: string | undefined): string {
  return [
    ...(mirror ? [`registry=${mirror}`] : []),
    ...SCOPES.map((scope) => `${scope}:registry=${registryUrl}`),
    // Clients want a token before they publish, even where anyone may.
    `${registryUrl.replace(/^http:/, "")}:_authToken=anyone`,
    "",
  ].join("\n");
}

// Yarn holds back releases younger than a day unless they are approved beforehand.
function buildYarnConfiguration(registryUrl: string): string {
  const scopes = SCOPES.map((scope) => `  ${scope.slice(1)}:\n    npmRegistryServer: "${registryUrl}"`);
  const approved = SCOPES.map((scope) => `"${scope}/*"`).join(", ");
  return [
    `npmScopes:\n${scopes.join("\n")}`,
    "unsafeHttpWhitelist: [127.0.0.1]",
    `npmPreapprovedPackages: [${approved}]`,
    "",
  ].join("\n");
}

function buildBunConfiguration(registryUrl: string): string {
  return ["[install.scopes]", ...SCOPES.map((scope) => `"${scope}" = "${registryUrl}"`), ""].join("\n");
}
