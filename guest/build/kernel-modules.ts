import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A kernel module as insmod takes it. */
export interface KernelModule {
  /** `virtio_net.ko` */
  readonly fileName: string;
  readonly content: Buffer;
}

/** What the guest's hardware needs: network, agent port, tablet, power button; with all they depend on. */
const WANTED = ["virtio_pci", "virtio_net", "virtio_console", "virtio_input", "evdev", "button"];
/** Some distributions' kernels for virtual machines lack it: the guest has no tablet then. */
const OPTIONAL = ["virtio_input"];
const MODULE = /\.ko(\.xz|\.zst)?$/;
const LARGEST_MODULE_BYTES = 64 * 1024 * 1024;
const UNPACK_MS = 20_000;

/**
 * The modules that the guest loads, each behind those it depends on. One that is built into the kernel is left out.
 *
 * @param modulesPath `lib/modules/<version>` of an unpacked kernel package
 */
export function loadKernelModules(modulesPath: string): KernelModule[] {
  const paths = findModulePaths(modulesPath);
  const builtIn = readFileSync(join(modulesPath, "modules.builtin"), "utf8");
  const loaded = new Map<string, KernelModule>();
  const load = (name: string): void => {
    const path = paths.get(name);
    if (loaded.has(name) || (path === undefined && builtIn.includes(`/${name}.ko`))) return;
    if (path === undefined && OPTIONAL.includes(name)) return;
    if (path === undefined) throw new Error(`the kernel package has no module ${name}`);
    const content = readModule(path);
    for (const dependency of parseDependencies(content)) load(dependency);
    loaded.set(name, { fileName: `${name}.ko`, content });
  };
  WANTED.forEach(load);
  return [...loaded.values()];
}

function findModulePaths(modulesPath: string): Map<string, string> {
  const files = readdirSync(modulesPath, { recursive: true, encoding: "utf8" });
  const modules = files.filter((file) => MODULE.test(file));
  return new Map(
    modules.map((file) => [moduleName(basename(file).replace(MODULE, "")), join(modulesPath, file)]),
  );
}

/** The guest's insmod takes no compressed ones, as Debian 13 (xz) and Ubuntu 24.04 (zst) have them. */
function readModule(path: string): Buffer {
  const compression = MODULE.exec(path)?.[1];
  if (compression === undefined) return readFileSync(path);
  const options = { maxBuffer: LARGEST_MODULE_BYTES, timeout: UNPACK_MS };
  return execFileSync(compression === ".xz" ? "xz" : "zstd", ["-dc", "--", path], options);
}

/** `depends=a,b` in the module's `.modinfo` section, which holds texts that each end with a zero byte. */
export function parseDependencies(module: Buffer): string[] {
  const start = module.indexOf("\0depends=");
  if (start === -1) return [];
  const from = start + "\0depends=".length;
  const text = module.toString("latin1", from, module.indexOf(0, from));
  return text.split(",").filter(Boolean).map(moduleName);
}

/** Files are named with dashes or underscores as it happened; the kernel's own names have underscores. */
function moduleName(name: string): string {
  return name.replaceAll("-", "_");
}
