import { describe, expect, it } from "vitest";
import { UsageError } from "../usage-error.ts";
import { parseRunArguments } from "./parse-run-arguments.ts";

async function messagesOf(...argv: string[]): Promise<string[]> {
  try {
    await parseRunArguments(argv);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems.map(({ message }) => message);
    throw error;
  }
}

describe("parseRunArguments", () => {
  it("reads every option, and leaves the command as it is", async () => {
    const text =
      "--conf c --root=r --task {} --machine m --analysis-path a --timeout 1.5 --strict --json --debug";
    expect(await parseRunArguments([...text.split(" "), "--", "cmd", "--json", "--", "-h"])).toEqual({
      isHelp: false,
      command: ["cmd", "--json", "--", "-h"],
      root: "r",
      conf: "c",
      task: "{}",
      machine: "m",
      analysisPath: "a",
      timeoutSeconds: 1.5,
      isStrict: true,
      isJson: true,
      isDebug: true,
    });
  });

  it("leaves a missing command to whoever knows the machine, and refuses one that is no command", async () => {
    expect((await parseRunArguments(["--machine", "win10"])).command).toEqual([]);
    expect((await parseRunArguments(["--"])).command).toEqual([]);
    expect(await messagesOf("--", "")).toEqual(["the command is an empty text"]);
    expect(await messagesOf("ls", "-l")).toContain('"ls" is no option');
  });

  it.each(["0", "-1", "soon", "1e3", "Infinity", "2147484", " 5", "0x10"])(
    "refuses --timeout=%j",
    async (text) => {
      expect(await messagesOf(`--timeout=${text}`, "--", "ls")).toEqual([
        `--timeout is ${JSON.stringify(text)}`,
      ]);
    },
  );

  it("takes the next option for no value, unless it is tied by =", async () => {
    expect(await messagesOf("--conf", "--json", "--", "ls")).toEqual(["--conf needs a value"]);
    expect((await parseRunArguments(["--conf=-odd", "--", "ls"])).conf).toBe("-odd");
  });

  it("does not take a member of every object for an option", async () => {
    expect(await messagesOf("--toString", "--", "ls")).toEqual(["there is no option --toString"]);
    expect(await messagesOf("--__proto__", "--", "ls")).toEqual(["there is no option --__proto__"]);
  });
});
