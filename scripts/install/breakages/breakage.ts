/** A mistake in a package.json that would reach users. */
export interface Breakage {
  readonly name: string;
  /** The folder whose package.json is edited, relative to the repository's root. */
  readonly folder: string;
  readonly edit: (manifest: EditableManifest) => void;
}

/** A package.json as far as the breakages edit it. */
export interface EditableManifest {
  keywords: string[];
  files: string[];
  scripts: Record<string, string>;
  publishConfig: { exports: Record<string, Record<string, string>> };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  resolutions?: Record<string, string>;
}

/** The mistakes that are made on purpose, each alone. */
export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'a file missing in "files"',
    folder: "packages/core",
    edit: (manifest) => {
      manifest.files = ["dist/index.js"];
    },
  },
  {
    name: 'a wrong "exports"',
    folder: "packages/sniffer",
    edit: ({ publishConfig }) => {
      publishConfig.exports["."] = { types: "./dist/index.d.ts", default: "./dist/main.js" };
    },
  },
  {
    name: "a dependency left in devDependencies",
    folder: "packages/core",
    edit: ({ dependencies, devDependencies }) => move("ini", dependencies, devDependencies),
  },
  {
    name: "one of ours left in devDependencies",
    folder: "packages/sniffer",
    edit: ({ dependencies, devDependencies }) => move("@aux/sniffer-tcpdump", dependencies, devDependencies),
  },
  {
    name: "core a dependency, not a peer",
    folder: "packages/sniffer-tcpdump",
    edit: (manifest) => {
      manifest.dependencies = { "@aux/core": "workspace:^" };
      delete manifest.peerDependencies["@aux/core"];
    },
  },
  {
    name: "a workspace: where pnpm replaces none",
    folder: "packages/core",
    edit: (manifest) => {
      manifest.resolutions = { "@aux/core": "workspace:^" };
    },
  },
  {
    name: "a workspace: left by npm publish",
    folder: ".",
    edit: ({ scripts }) => {
      const send = 'for folder in packages/*; do npm publish --access public "./$folder"; done';
      scripts.release = `pnpm run build && ${send}`;
    },
  },
  {
    name: "a keyword forgotten",
    folder: "packages/sniffer",
    edit: (manifest) => {
      manifest.keywords = manifest.keywords.filter((word) => word !== "auxiliary-module");
    },
  },
];

function move(name: string, from: Record<string, string>, to: Record<string, string>): void {
  const range = from[name];
  if (range === undefined) throw new Error(`${name} is not where the breakage expects it`);
  to[name] = range;
  delete from[name];
}
