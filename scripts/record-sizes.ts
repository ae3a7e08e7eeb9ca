import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSizeTable, writeSizes } from "./check/tarball-sizes.ts";
import { packPackages } from "./workspace/pack-packages.ts";

// `pnpm sizes`: shows how the packages grew since the last record, and records them anew.
const temporaryPath = mkdtempSync(join(tmpdir(), "sizes-"));
try {
  const packed = await packPackages(process.cwd(), temporaryPath);
  console.log(buildSizeTable(process.cwd(), packed).join("\n"));
  writeSizes(process.cwd(), packed);
} finally {
  rmSync(temporaryPath, { recursive: true, force: true });
}
