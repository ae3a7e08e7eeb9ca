import { describe, expect, it } from "vitest";
import { parseStanza } from "./apt-package.ts";

describe("parseStanza", () => {
  it("takes name, version and the bare names of what a package depends on", () => {
    const stanza = `Package: linux-image-cloud-amd64
Version: 6.1.99-1
Depends: linux-image-6.1.0-99-cloud-amd64 (= 6.1.99-1), kmod | module-init-tools, libc6:any (>= 2.3)
Description: a kernel`;
    expect(parseStanza(stanza)).toEqual({
      name: "linux-image-cloud-amd64",
      version: "6.1.99-1",
      dependencies: ["linux-image-6.1.0-99-cloud-amd64", "kmod", "module-init-tools", "libc6"],
    });
  });

  it("is none where there is no version, as with a virtual package", () => {
    expect(parseStanza("Package: linux-image\n")).toBeUndefined();
    expect(parseStanza("")).toBeUndefined();
  });
});
