import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Domain } from "./domain.ts";
import { PowerDown } from "./power-down.ts";
import { untilOff } from "./until-off.ts";
import { Virsh } from "./virsh.ts";

const never = new AbortController().signal;
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "virsh-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A virsh whose domain is in the file `state`; `behaviour` says what a command does that libvirt would not on request. */
function fake(behaviour: string, state = "running"): Virsh {
  const file = join(folder, "virsh");
  writeFileSync(join(folder, "state"), state);
  const script = `#!/bin/sh
cd "${folder}"; echo "$LC_ALL $*" >> calls; shift 3
case $1 in ${behaviour}
domstate) cat state;;
destroy) echo "shut off" > state;;
esac
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return new Virsh({ file, uri: "test:///x" });
}

const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
const commands = () => calls().map((call) => call.split(" ")[4]);

describe("a domain that does not obey", () => {
  it("is ended by force after its time, and that is said", async () => {
    const domain = new Domain(fake("shutdown) ;;"), "win");
    expect(await new PowerDown(domain).run(300, never)).toMatchObject({
      code: "AUX_LIBVIRT_FORCED",
      message: "the domain win was ended by force: it had not shut down after 300 ms",
    });
    expect(commands().slice(0, 2)).toEqual(["domstate", "shutdown"]);
    expect(commands().slice(-2)).toEqual(["destroy", "domstate"]);
  });

  it("is ended by force at once where it cannot be asked, with the reason", async () => {
    const domain = new Domain(fake("shutdown) echo 'error: no agent' >&2; exit 1;;"), "win");
    expect((await new PowerDown(domain).run(60_000, never))?.message).toContain("no agent");
  });

  it("is not asked when it is paused or crashed", async () => {
    expect(await new PowerDown(new Domain(fake("", "paused"), "win")).run(60_000, never)).toBeUndefined();
    expect(commands()).not.toContain("shutdown");
  });

  it("is as good as ended when it has just gone off by itself", async () => {
    const race = "destroy) echo 'shut off' > state; echo 'error: domain is not running' >&2; exit 1;;";
    await new PowerDown(new Domain(fake(race), "win")).run(0, never);
    expect(commands()).toEqual(["domstate", "destroy", "domstate"]);
  });
});

describe("a virsh that hangs or fails", () => {
  it("is ended at its deadline, by name", async () => {
    await expect(
      fake("domstate) exec sleep 60;;").call(["domstate"], { timeoutMs: 100 }),
    ).rejects.toMatchObject({
      code: "AUX_LIBVIRT_TIMEOUT",
      message: "virsh domstate did not end within 100 ms",
    });
  });

  it("is ended by the signal, whose abort is what is thrown", async () => {
    const calling = fake("domstate) exec sleep 60;;").call(["domstate"], {
      signal: AbortSignal.timeout(100),
    });
    await expect(calling).rejects.toMatchObject({ name: "AbortError" });
    await expect(fake("").call(["domstate"], { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it("reports what libvirt says, AUX_LIBVIRT_FAILED", async () => {
    await expect(fake("start) echo 'error: no space' >&2; exit 1;;").call(["start"])).rejects.toMatchObject({
      code: "AUX_LIBVIRT_FAILED",
      message: "virsh start failed: no space",
    });
  });

  it("is asked in English, with each value as an argument of its own", async () => {
    await new Domain(fake(""), "a b; $(touch x)").state();
    expect(calls()).toEqual(["C.UTF-8 --quiet --connect test:///x domstate --domain a b; $(touch x)"]);
  });

  it("may fail now and then while a domain is watched, but not always", async () => {
    const flaky = "domstate) if [ -e seen ]; then echo 'shut off'; else : > seen; exit 1; fi;;";
    const look = { everyMs: 1, signal: never };
    expect(await untilOff(new Domain(fake(flaky), "win"), look)).toBe(true);
    const lost = new Domain(fake("domstate) echo 'error: gone' >&2; exit 1;;"), "win");
    await expect(untilOff(lost, look)).rejects.toThrow(/lost sight.*gone/);
  });
});
