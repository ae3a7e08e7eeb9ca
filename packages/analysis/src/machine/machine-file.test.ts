import { describe, expect, it } from "vitest";
import { createMachinery } from "../machinery/create-machinery.ts";
import { loadMachine } from "./load-machine.ts";

const confPath = "/nonesuch/machines.conf";
const load = (name: string) => loadMachine({ confPath, name });

describe("a machine that is given as JSON", () => {
  it("is one that somebody else drives, with the keys of a section and no file", async () => {
    const text = '{"name": "win10", "mac": "52:54:00:AB:CD:EF", "agent_port": 8000, "vnc": "127.0.0.1:5900"}';
    const loaded = await load(text);
    expect(loaded.machine).toEqual({
      name: "win10",
      machinery: "external",
      mac: "52:54:00:ab:cd:ef",
      agentPort: 8000,
    });
    const request = { analysisPath: "/tmp/1", task: { id: "1" }, command: { command: [] } };
    const machinery = createMachinery(loaded, request);
    expect(machinery).toMatchObject({ isDrivenElsewhere: true, machine: { vnc: "127.0.0.1:5900" } });
  });

  it("is called local where it has no name", async () => {
    expect((await load(' {"machinery": "process"}')).machine).toEqual({
      name: "local",
      machinery: "process",
    });
  });

  it.each([
    ["{oops", "JSON"],
    ['{"name": "../x"}', 'its name is "../x"'],
    ['{"name": 7}', "its name is 7"],
    ['{"ip": ["192.0.2.1"]}', "its ip is neither text nor number"],
    ['{"ip": null}', "its ip is neither text nor number"],
  ])("is refused when it is %s", async (text, reason) => {
    await expect(load(text)).rejects.toMatchObject({
      code: "AUX_MACHINE_INVALID",
      message: expect.stringContaining(reason),
    });
  });

  it.each([
    ['{"ip": "nowhere"}', "AUX_CONF_VALUE"],
    ['{"interface": "-w"}', "AUX_CONF_VALUE"],
    ['{"qmp": "relative"}', "AUX_CONF_VALUE"],
    ['{"vnc": "somewhere"}', "AUX_CONF_VALUE"],
    ['{"display": "/tmp/.X11-unix/X0"}', "AUX_CONF_VALUE"],
    ['{"interfaces": "veth0"}', "AUX_CONF_UNKNOWN_KEY"],
    ['{"__proto__": "x"}', "AUX_CONF_UNKNOWN_KEY"],
  ])("has the rules of a section: %s", async (text, code) => {
    await expect(load(text)).rejects.toMatchObject({
      code,
      problems: [{ at: { file: "machine", line: 1 } }],
    });
  });
});
