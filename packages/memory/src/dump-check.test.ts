import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findDumpFault } from "./dump-check.ts";

function buildElf(type: number, size: number): Buffer {
  const elf = Buffer.alloc(size);
  elf.write("7f454c46020101", "hex");
  elf.writeUInt16LE(type, 16);
  return elf;
}

function buildKdump(blocks: number, isFlat: boolean): Buffer {
  const own = Buffer.alloc(4096);
  own.write("KDUMP   ");
  own.writeUInt32LE(4096, 428);
  own.writeUInt32LE(blocks, 440);
  const around = Buffer.alloc(4096 + 16);
  around.write("makedumpfile");
  return isFlat ? Buffer.concat([around, own]) : own;
}

describe("findDumpFault", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dump-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function find(data: Buffer, isCompressed: boolean, memoryBytes?: number): Promise<string | undefined> {
    const path = join(folder, "dump");
    writeFileSync(path, data);
    return findDumpFault(path, { isCompressed, memoryBytes });
  }

  it("finds nothing wrong with an ELF core file as large as the memory", async () => {
    expect(await find(buildElf(4, 20_000), false, 20_000)).toBeUndefined();
    expect(await find(buildElf(4, 20_000), false)).toBeUndefined();
  });

  it("finds one that is smaller than the memory", async () => {
    expect(await find(buildElf(4, 20_000), false, 20_001)).toContain("20000 bytes of memory, fewer");
  });

  it.each([
    ["a program", buildElf(2, 20_000)],
    ["a kdump file", buildKdump(10, false)],
    ["nothing", Buffer.alloc(0)],
    ["the first bytes of an ELF file", buildElf(4, 20)],
  ])("finds that %s is no ELF core file", async (_, data) => {
    expect(await find(data, false)).toBe("it has no header of an ELF core file");
  });

  it("takes a kdump file in both forms, by the memory that its header speaks of", async () => {
    expect(await find(buildKdump(10, false), true, 40_960)).toBeUndefined();
    expect(await find(buildKdump(10, true), true, 40_960)).toBeUndefined();
    expect(await find(buildKdump(9, true), true, 40_960)).toContain("36864 bytes of memory, fewer");
  });

  it("finds that something else is no kdump file", async () => {
    expect(await find(buildElf(4, 20_000), true)).toBe("it has no header of a kdump file");
    expect(await find(Buffer.from("makedumpfile"), true)).toBe("it has no header of a kdump file");
  });
});
