import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A second copy of core, as a project's own beside that of a global CLI: only the brand is the same. */
const CORE_COPY = `
export class Auxiliary {
  static [Symbol.for("aux.auxiliary")] = 1;
  constructor(context) { this.options = context.options; }
}
`;

/** An auxiliary as a package's index.js. */
export function auxiliarySource(className: string, body = ""): string {
  return `import { Auxiliary } from "@aux/core";
export default class ${className} extends Auxiliary {
  ${body}
  start() { return true; }
  stop() { return true; }
}
`;
}

/** A real project in a folder of its own, removed when the test is over. */
export class TemporaryProject {
  readonly rootPath: string = realpathSync(mkdtempSync(join(tmpdir(), "auxiliary-project-")));
  readonly confPath: string = join(this.rootPath, "conf/auxiliaries.conf");
  readonly #dependencies: Record<string, string> = {};

  constructor() {
    onTestFinished(() => rmSync(this.rootPath, { recursive: true, force: true }));
    this.write(
      "node_modules/@aux/core/package.json",
      '{"name":"@aux/core","type":"module","exports":"./index.js"}',
    );
    this.write("node_modules/@aux/core/index.js", CORE_COPY);
    this.depend();
  }

  /** Writes a file below the root and returns its absolute path. */
  write(path: string, content: string | Uint8Array): string {
    const absolute = join(this.rootPath, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
    return absolute;
  }

  /** Names packages as direct dependencies. */
  depend(...names: readonly string[]): void {
    for (const name of names) this.#dependencies[name] = "1.0.0";
    this.write("package.json", JSON.stringify({ name: "project", dependencies: this.#dependencies }));
  }

  /** Puts a package with the keyword into node_modules, without naming it as a dependency. */
  install(name: string, manifest: object = {}, source = auxiliarySource("Sample")): string {
    const whole = { name, version: "1.2.3", type: "module", keywords: ["auxiliary-module"], ...manifest };
    this.write(`node_modules/${name}/package.json`, JSON.stringify(whole));
    this.write(`node_modules/${name}/index.js`, source);
    return join(this.rootPath, "node_modules", name);
  }

  /** Installs a package as a direct dependency. */
  add(name: string, manifest: object = {}, source?: string): string {
    this.depend(name);
    return this.install(name, manifest, source);
  }

  link(target: string, path: string): void {
    mkdirSync(dirname(join(this.rootPath, path)), { recursive: true });
    symlinkSync(target, join(this.rootPath, path));
  }

  conf(text: string | Uint8Array): void {
    this.write("conf/auxiliaries.conf", text);
  }
}
