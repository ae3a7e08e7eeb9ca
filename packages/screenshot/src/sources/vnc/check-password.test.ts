import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkPassword } from "./check-password.ts";
import { readPassword } from "./vnc-source.ts";

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "password-")), "file");
});
afterEach(() => rmSync(join(path, ".."), { recursive: true, force: true }));

const VNC = { vnc: undefined, vncPassword: undefined, vncPasswordFile: undefined };

describe("the password of a VNC server", () => {
  it("is what is given, or the first line of a file", async () => {
    expect(await readPassword(VNC)).toBeUndefined();
    expect(await readPassword({ ...VNC, vncPassword: new Secret("hunter2") })).toBe("hunter2");
    writeFileSync(path, "hunter3\nmore\n");
    expect(await readPassword({ ...VNC, vncPasswordFile: path })).toBe("hunter3");
    expect(await checkPassword({ ...VNC, vncPasswordFile: path }, "screenshot")).toEqual([]);
  });

  it("in a file that cannot be read is a fault of the configuration", async () => {
    expect(await checkPassword({ ...VNC, vncPasswordFile: path }, "screenshot")).toMatchObject([
      {
        code: "AUX_SCREENSHOT_PASSWORD_FILE",
        at: { section: "screenshot", key: "vnc_password_file" },
        message: expect.stringContaining("ENOENT"),
      },
    ]);
  });

  it("that is given twice is one, too, and is not shown", async () => {
    const both = { ...VNC, vncPassword: new Secret("hunter2"), vncPasswordFile: path };
    const problems = await checkPassword(both, "screenshot");
    expect(problems).toMatchObject([{ code: "AUX_SCREENSHOT_PASSWORD_TWICE" }]);
    expect(JSON.stringify(problems)).not.toContain("hunter2");
  });
});
