import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BoundedFile } from "./bounded-file.ts";

describe("BoundedFile", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bounded-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const path = () => join(folder, "file");

  it("keeps bytes as they are, up to its limit, and counts the others", () => {
    using file = new BoundedFile(path(), 6);
    file.append(Buffer.from("\0\x1b[2"));
    file.append(Buffer.from("Jabc"));
    file.append(Buffer.from("d"));
    expect(readFileSync(path(), "latin1")).toBe("\0\x1b[2Ja");
    expect(file).toMatchObject({ writtenBytes: 6, droppedBytes: 3, error: undefined });
  });

  it("writes what must be whole wholly or not at all, and keeps the order", () => {
    using file = new BoundedFile(path(), 5);
    expect(["abc", "defg", "h"].map((text) => file.appendWhole(Buffer.from(text)))).toEqual([
      true,
      false,
      false,
    ]);
    expect(readFileSync(path(), "utf8")).toBe("abc");
    expect(file.droppedBytes).toBe(5);
  });

  it("goes on without a disk that takes no more, and says why", () => {
    using file = new BoundedFile("/dev/full", 100);
    file.append(Buffer.from("abc"));
    file.append(Buffer.from("def"));
    expect(file.error?.message).toContain("ENOSPC");
    expect(file).toMatchObject({ writtenBytes: 0, droppedBytes: 6 });
  });

  it("counts what comes after its end", () => {
    const file = new BoundedFile(path(), 100);
    file[Symbol.dispose]();
    file[Symbol.dispose]();
    file.append(Buffer.from("abc"));
    expect(file.droppedBytes).toBe(3);
  });
});
