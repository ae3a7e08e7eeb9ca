import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findCookie } from "./authority.ts";
import { parseDisplayName } from "./display-name.ts";

const folder = mkdtempSync(join(tmpdir(), "x11-authority-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [INTERNET, LOCAL, WILD] = [0, 256, 65_535];

function entry(
  family: number,
  address: string | Buffer,
  number: string,
  data: string,
  name = "MIT-MAGIC-COOKIE-1",
) {
  const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
  const fields = [address, number, name, data].map((field) => Buffer.from(field as string));
  return Buffer.concat([u16(family), ...fields.flatMap((field) => [u16(field.length), field])]);
}

async function find(display: string, peer: string | undefined, ...entries: readonly Buffer[]) {
  const path = join(folder, "cookies");
  writeFileSync(path, Buffer.concat(entries));
  return (await findCookie(parseDisplayName(display), path, peer))?.toString();
}

describe("the cookie of a display", () => {
  const here = entry(LOCAL, hostname(), "7", "here");

  it("is that of its number on this host", async () => {
    const other = entry(LOCAL, hostname(), "8", "other");
    expect(await find(":7", undefined, other, entry(LOCAL, "elsewhere", "7", "no"), here)).toBe("here");
    expect(await find("localhost:7", "127.0.0.1", here)).toBe("here");
    expect(await find(":9", undefined, other, here)).toBeUndefined();
  });

  it("may be that of any host, of any number", async () => {
    expect(await find(":7", undefined, entry(WILD, "", "", "wild"))).toBe("wild");
  });

  it("is that of another host by its name or its address", async () => {
    const byAddress = entry(INTERNET, Buffer.from([192, 0, 2, 1]), "7", "address");
    expect(await find("box:7", "::ffff:192.0.2.1", here, byAddress)).toBe("address");
    expect(await find("box:7", "192.0.2.9", here, byAddress, entry(LOCAL, "box", "7", "name"))).toBe("name");
  });

  it("of another kind is not shown", async () => {
    expect(await find(":7", undefined, entry(WILD, "", "7", "key", "XDM-AUTHORIZATION-1"))).toBeUndefined();
  });

  it("is not found in what is cut off, and what comes before is", async () => {
    for (let cut = 1; cut < here.length; cut++) {
      const cutOff = here.subarray(0, here.length - cut);
      expect(await find(":7", undefined, cutOff)).toBeUndefined();
      expect(await find(":7", undefined, here, cutOff)).toBe("here");
    }
  });

  it("is not looked for in a file that has a gigabyte: AUX_X11_AUTHORITY", async () => {
    const path = join(folder, "huge");
    writeFileSync(path, "");
    truncateSync(path, 1e9);
    await expect(findCookie(parseDisplayName(":7"), path, undefined)).rejects.toMatchObject({
      code: "AUX_X11_AUTHORITY",
    });
  });
});
