import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PackedPackage } from "../workspace/pack-packages.ts";
import { readTarball } from "../workspace/read-tarball.ts";

const RECORD_PATH = "scripts/tarball-sizes.json";

/** Packed and unpacked bytes of one package. */
interface Size {
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

/** A line per package: its size packed and unpacked, and how it grew since sizes were last recorded (`pnpm sizes`). */
export function buildSizeTable(rootPath: string, packed: readonly PackedPackage[]): string[] {
  const recorded = loadSizes(rootPath);
  return packed.map(({ manifest: { name }, tarballPath }) => {
    const { packedBytes, unpackedBytes, files } = readTarball(tarballPath);
    const size = `${formatKib(packedBytes)} packed ${formatKib(unpackedBytes)} unpacked ${String(files.size).padStart(3)} files`;
    return `${name.padEnd(24)} ${size}   ${describeGrowth(unpackedBytes, recorded[name]?.unpackedBytes)}`;
  });
}

/** Records the present sizes, for later runs to compare with. */
export function writeSizes(rootPath: string, packed: readonly PackedPackage[]): void {
  const sizes = packed.map(({ manifest, tarballPath }) => {
    const { packedBytes, unpackedBytes } = readTarball(tarballPath);
    return [manifest.name, { packedBytes, unpackedBytes }];
  });
  writeFileSync(join(rootPath, RECORD_PATH), `${JSON.stringify(Object.fromEntries(sizes), null, 2)}\n`);
}

function loadSizes(rootPath: string): Readonly<Record<string, Size>> {
  try {
    return JSON.parse(readFileSync(join(rootPath, RECORD_PATH), "utf8")) as Record<string, Size>;
  } catch {
    return {};
  }
}

function formatKib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`.padStart(10);
}

function describeGrowth(bytes: number, recordedBytes: number | undefined): string {
  if (recordedBytes === undefined) return "not recorded yet (pnpm sizes)";
  const percent = Math.round((bytes / recordedBytes - 1) * 100);
  return percent === 0 ? "as recorded" : `${percent > 0 ? "+" : ""}${percent} % against the record`;
}
