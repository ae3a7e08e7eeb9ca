import { AuxiliaryError } from "@aux/core";
import { describe, expect, it } from "vitest";
import { LARGEST_TASK_BYTES, parseTask } from "./parse-task.ts";

function problemsOf(text: string, file?: string) {
  try {
    parseTask(text, file);
  } catch (error) {
    if (AuxiliaryError.is(error)) return error.problems;
    throw error;
  }
  return [];
}

describe("parseTask", () => {
  it("keeps every member, also those of an orchestrator's own", () => {
    const task = parseTask(
      '{"id": "run-7", "target": "a.exe", "timeout": 1.5, "options": {"sniffer.bpf": "arp"}, "tags": [1]}',
    );
    expect(task).toEqual({
      id: "run-7",
      target: "a.exe",
      timeout: 1.5,
      options: { "sniffer.bpf": "arp" },
      tags: [1],
    });
  });

  it("takes a whole number as id, and none at all", () => {
    expect(parseTask('{"id": 12}').id).toBe("12");
    expect("id" in parseTask("{}")).toBe(false);
  });

  it.each(["../x", "", ".", "..", "a/b", "/etc", "-w", "a\\u0000b", "x".repeat(65), "a\\nb"])(
    "refuses the id %j, which could leave the storage folder",
    (id) => {
      const [problem] = problemsOf(`{"id": "${id}"}`);
      expect(problem?.code).toBe("AUX_FOLDER_OUTSIDE");
      expect(problem?.at?.key).toBe("id");
    },
  );

  it("refuses an id that is no text and no whole number", () => {
    for (const id of ["1.5", "true", "null", "[]", "{}"]) {
      expect(problemsOf(`{"id": ${id}}`).map(({ code }) => code)).toEqual(["AUX_TASK_INVALID"]);
    }
  });

  it("collects all that is wrong, each with its line", () => {
    const text = '{\n  "target": 5,\n  "timeout": 0,\n  "options": {\n    "sniffer.bpf": 3\n  }\n}';
    const places = problemsOf(text, "task.json").map(({ at }) => `${at?.file}:${at?.line}:${at?.key}`);
    expect(places).toEqual(["task.json:2:target", "task.json:3:timeout", "task.json:5:sniffer.bpf"]);
  });

  it("refuses a timeout that no timer can hold", () => {
    for (const timeout of ["-1", "0", "1e400", "2147484", '"60"']) {
      expect(problemsOf(`{"timeout": ${timeout}}`)).toHaveLength(1);
    }
  });

  it("names the line of a syntax error", () => {
    const [problem] = problemsOf('{\n  "id": 1,\n  oops\n}', "task.json");
    expect(problem?.at).toMatchObject({ file: "task.json", line: 3 });
    expect(problem?.message).toContain("no JSON");
  });

  it("names no line where it is not known", () => {
    expect(problemsOf('{"id": oops}', "task.json")[0]?.at).toEqual({ file: "task.json" });
  });

  it.each(["[]", "null", "7", '"text"', "", "\u0000\u0001"])("refuses %j, which is no object", (text) => {
    expect(problemsOf(text)[0]?.code).toBe("AUX_TASK_INVALID");
  });

  it("refuses members that reach for prototypes, and touches none", () => {
    const problems = problemsOf('{"__proto__": {"polluted": 1}, "options": {"constructor": "x"}}');
    expect(new Set(problems.map(({ at }) => at?.key))).toEqual(new Set(["__proto__", "constructor"]));
    expect("polluted" in {}).toBe(false);
  });

  it("refuses a text that is larger than 1 MiB before it reads it", () => {
    const [problem] = problemsOf(`{"target": "${"x".repeat(LARGEST_TASK_BYTES)}"}`);
    expect(problem?.message).toContain("larger than 1 MiB");
  });
});
