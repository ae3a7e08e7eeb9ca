import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-run.ts";
import type { Recovery } from "../journal/journal-event.ts";
import { undoAcquired } from "./undo-acquired.ts";

function undo(recover: unknown, folders: readonly string[] = []) {
  const thing = { event: "acquired", id: 1, what: "the thing", recover: recover as Recovery } as const;
  return undoAcquired(thing, folders);
}

const notUndone = (why: string) => ({
  code: "AUX_RECOVER_NOT_UNDONE",
  message: expect.stringContaining(why),
});

describe("undoing what a killed run had acquired", () => {
  it("removes files and folders, and what is gone is as good", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "private");
    mkdirSync(path);
    writeFileSync(join(path, "socket"), "");
    expect(await undo({ remove: path }, [folder])).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    expect(await undo({ remove: path }, [folder])).toBeUndefined();
  });

  it("removes nothing outside of the given folders, not even through a link, and not the folders themselves", async () => {
    const folder = temporaryFolder();
    const other = temporaryFolder();
    const outside = join(other, "file");
    writeFileSync(outside, "");
    symlinkSync(other, join(folder, "link"));
    for (const path of [
      outside,
      join(folder, "link/file"),
      `${folder}/../x/../${outside}`,
      folder,
      "/",
      "tmp",
    ]) {
      expect(await undo({ remove: path }, [folder])).toBeDefined();
    }
    expect(existsSync(outside)).toBe(true);
    expect(await undo({ remove: join(folder, "link") }, [folder])).toBeUndefined();
    expect([existsSync(outside), existsSync(join(folder, "link"))]).toEqual([true, false]);
  });

  it("does not touch what somebody else has taken since", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "lock");
    writeFileSync(path, "theirs");
    expect(await undo({ remove: path, onlyIf: { file: path, holds: "mine" } }, [folder])).toBeUndefined();
    expect(existsSync(path)).toBe(true);
    expect(await undo({ remove: path, onlyIf: { file: path, holds: "theirs" } }, [folder])).toBeUndefined();
    expect(existsSync(path)).toBe(false);
  });

  it("runs a program with its arguments as they are", async () => {
    const path = join(temporaryFolder(), "$(touch x); made");
    expect(await undo({ run: ["/usr/bin/touch", path] })).toBeUndefined();
    expect(existsSync(path)).toBe(true);
  });

  it("says why a program failed, unless that means that there is nothing to undo", async () => {
    const missing = ["/bin/cat", "/no/such/file"];
    expect(await undo({ run: missing })).toMatchObject(notUndone("No such file"));
    expect(await undo({ run: missing, gone: "No such file" })).toBeUndefined();
  });

  it("runs no program that others may write, that is no absolute path, or that is not said", async () => {
    const program = join(temporaryFolder(), "program");
    writeFileSync(program, "#!/bin/sh\n");
    chmodSync(program, 0o777);
    expect(await undo({ run: [program] })).toMatchObject(notUndone("others may write"));
    expect(await undo({ run: ["touch", "x"] })).toMatchObject(notUndone("no absolute path"));
    for (const odd of [{ run: [] }, { run: "rm" }, {}, { remove: 7 }, "x", 7])
      expect(await undo(odd)).toMatchObject({ code: "AUX_RECOVER_NOT_UNDONE" });
  });

  it("says so when nobody knows how", async () => {
    expect(await undo(undefined)).toMatchObject(notUndone("the thing was acquired"));
  });
});
