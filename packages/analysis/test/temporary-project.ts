import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A machinery as a package's index.js; `body` stands in its class. The brand is what makes it one. */
export function machinerySource(body = "", api = 1): string {
  return `export default class Sample {
  static [Symbol.for("aux.machinery")] = ${api};
  ended = new Promise(() => {});
  constructor(context) { this.context = context; }
  ${body}
  async revert() {}
  async start() {}
  async stop() {}
}
`;
}

/** A real project in a folder of its own, with machineries installed; removed when the test is over. */
export class TemporaryProject {
  readonly rootPath = realpathSync(mkdtempSync(join(tmpdir(), "machinery-project-")));
  readonly confPath = join(this.rootPath, "conf/machines.conf");
  readonly #dependencies: Record<string, string> = {};

  constructor() {
    onTestFinished(() => rmSync(this.rootPath, { recursive: true, force: true }));
    this.#writeManifest();
  }

  write(path: string, text: string): void {
    const absolute = join(this.rootPath, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, text);
  }

  /** Installs a machinery's package as a direct dependency. */
  add(packageName: string, name: string, source = machinerySource()): void {
    this.#dependencies[packageName] = "1.0.0";
    this.#writeManifest();
    const manifest = {
      name: packageName,
      version: "1.0.0",
      type: "module",
      exports: "./index.js",
      keywords: ["auxiliary-machinery"],
      machinery: { name },
    };
    this.write(`node_modules/${packageName}/package.json`, JSON.stringify(manifest));
    this.write(`node_modules/${packageName}/index.js`, source);
  }

  #writeManifest(): void {
    this.write("package.json", JSON.stringify({ name: "project", dependencies: this.#dependencies }));
  }
}
