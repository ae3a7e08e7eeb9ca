import { expect, it } from "vitest";
import { locateProblem } from "./locate-problem.ts";

const LOCATION = {
  section: "sniffer",
  file: "a.conf",
  line: 1,
  keys: { snapLen: { file: "a.conf", line: 4, key: "snap_len", value: "x" }, bpf: { key: "sniffer.bpf" } },
};

const problem = (at?: object) => ({
  code: "X",
  message: "m",
  remedy: "r",
  ...(at === undefined ? {} : { at }),
});

it.each(["snapLen", "snap_len"])("gives a problem with %s the file and line of that key", (key) => {
  expect(locateProblem(problem({ key }), LOCATION).at).toEqual({
    file: "a.conf",
    line: 4,
    section: "sniffer",
    key: "snap_len",
    value: "x",
  });
});

it("names the section's line when the key was not given, and no file when the task gave it", () => {
  expect(locateProblem(problem({ key: "maxSize" }), LOCATION).at).toMatchObject({ line: 1, key: "max_size" });
  expect(locateProblem(problem({ key: "bpf" }), LOCATION).at).toEqual({
    section: "sniffer",
    key: "sniffer.bpf",
  });
});

it("leaves other problems as they are", () => {
  expect(locateProblem(problem(), LOCATION)).toEqual(problem());
  expect(locateProblem(problem({ key: "bpf" }), undefined)).toEqual(problem({ key: "bpf" }));
  expect(locateProblem(problem({ key: "bpf", file: "b" }), LOCATION)).toEqual(
    problem({ key: "bpf", file: "b" }),
  );
});
