import { afterEach, describe, expect, it } from "vitest";
import { buildToolEnvironment } from "./tool-environment.ts";

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

describe("the environment of a tool", () => {
  it("holds no secret of ours, and nothing that changes which code runs", () => {
    process.env = {
      HOME: "/srv/lab",
      PATH: "/usr/bin:.:bin::/opt/bin",
      NPM_TOKEN: "hunter2",
      AWS_SECRET_ACCESS_KEY: "hunter2",
      LD_PRELOAD: "/tmp/x.so",
      NODE_OPTIONS: "--import=/tmp/x.mjs",
      BASH_ENV: "/tmp/x",
      ENV: "/tmp/x",
      LC_ALL: "de_DE.UTF-8",
    };
    expect(buildToolEnvironment()).toEqual({
      HOME: "/srv/lab",
      PATH: "/usr/bin:/opt/bin",
      LC_ALL: "C.UTF-8",
    });
  });

  it("finds the system's programs where PATH names none", () => {
    process.env = { PATH: ".:bin" };
    expect(buildToolEnvironment().PATH).toBe("/usr/sbin:/usr/bin:/sbin:/bin");
  });

  it("adds what the tool is given, and passes on what is asked for, where it is there", () => {
    process.env = { XDG_RUNTIME_DIR: "/run/user/1" };
    const alsoPassedOn = ["XDG_RUNTIME_DIR", "SSH_AUTH_SOCK"];
    expect(buildToolEnvironment({ alsoPassedOn, added: { KEY: "1", LC_ALL: "C" } })).toMatchObject({
      XDG_RUNTIME_DIR: "/run/user/1",
      KEY: "1",
      LC_ALL: "C",
    });
  });
});
