import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ArchiveEntry, buildArchive } from "./cpio-archive.ts";
import { loadGuestFiles } from "./guest-files.ts";
import { loadKernelModules } from "./kernel-modules.ts";

const FOLDERS = ["bin", "dev", "etc", "lib", "lib/modules"];

/**
 * Makes `vmlinuz`, `initrd`, `busybox` and `made-from` in a folder, out of unpacked packages.
 *
 * @param packagesPath where kernel and busybox were unpacked
 */
export function packGuest(packagesPath: string, folderPath: string, madeFrom: string): void {
  mkdirSync(folderPath, { recursive: true });
  const busyboxPath = join(packagesPath, "bin", "busybox");
  const entries = [
    ...buildFrame(readFileSync(busyboxPath)),
    ...buildModules(packagesPath),
    ...buildOwnFiles(),
  ];
  writeFileSync(join(folderPath, "initrd"), buildArchive(entries));
  copyFileSync(findKernel(packagesPath), join(folderPath, "vmlinuz"));
  copyFileSync(busyboxPath, join(folderPath, "busybox"));
  writeFileSync(join(folderPath, "made-from"), madeFrom);
}

function buildFrame(busybox: Buffer): ArchiveEntry[] {
  return [
    ...FOLDERS.map((path) => ({ path, kind: "folder" }) as const),
    // The kernel opens it for the first program before that can mount anything.
    { path: "dev/console", kind: "device", major: 5, minor: 1 },
    { path: "bin/busybox", kind: "file", content: busybox, isExecutable: true },
    { path: "bin/sh", kind: "link", target: "busybox" },
  ];
}

function buildModules(packagesPath: string): ArchiveEntry[] {
  const modulesPath = join(packagesPath, "lib", "modules");
  const [version = ""] = readdirSync(modulesPath);
  const modules = loadKernelModules(join(modulesPath, version));
  const order = modules.map(({ fileName }) => `${fileName}\n`).join("");
  return [
    ...modules.map(({ fileName, content }) => buildFile(`lib/modules/${fileName}`, content)),
    buildFile("lib/modules/order", Buffer.from(order)),
  ];
}

function buildOwnFiles(): ArchiveEntry[] {
  return loadGuestFiles().map(({ path, content }) => buildFile(path, content));
}

/** A script says by its first line that it is one. */
function buildFile(path: string, content: Buffer): ArchiveEntry {
  return { path, kind: "file", content, isExecutable: content.toString("latin1", 0, 2) === "#!" };
}

function findKernel(packagesPath: string): string {
  const bootPath = join(packagesPath, "boot");
  const file = readdirSync(bootPath).find((name) => name.startsWith("vmlinuz-"));
  if (file === undefined) throw new Error("the kernel package has no vmlinuz");
  return join(bootPath, file);
}
