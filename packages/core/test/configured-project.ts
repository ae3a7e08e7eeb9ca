import { loadAuxiliaries } from "../src/configuration/load-auxiliaries.ts";
import { AuxiliaryError } from "../src/errors/auxiliary-error.ts";
import type { Problem } from "../src/errors/problem.ts";
import { auxiliarySource, TemporaryProject } from "./temporary-project.ts";

/** A declared schema as another copy of core builds it: plain data. */
export const DECLARED = `
  static options = { declarations: {
    bpf: { description: "", default: undefined, allowed: "a filter", taskMayOverride: true, secret: false,
      parse: (raw) => (typeof raw === "string" && raw !== "bad" ? raw : undefined) },
    snapLen: { description: "", default: 0, allowed: "a number", taskMayOverride: false, secret: false,
      parse: (raw) => (/^[0-9]+$/.test(raw) ? Number(raw) : undefined) },
    apiKey: { description: "", default: undefined, allowed: "a key", taskMayOverride: true, secret: true,
      parse: (raw) => (raw === "good" ? raw : undefined) },
  } };
`;

/** A Standard Schema that takes everything, of which a task may set `bpf`. */
export const FOREIGN = `
  static taskOptions = ["bpf"];
  static options = { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } };
`;

/** Loads the project's auxiliaries for a task with these options. */
export function load(project: TemporaryProject, options: Readonly<Record<string, string>> = {}) {
  const { rootPath, confPath } = project;
  return loadAuxiliaries({ rootPath, confPath, task: { id: "1", options } });
}

/** What is wrong with the project's configuration; throws when nothing is. */
export async function problemsOf(project: TemporaryProject, options?: Readonly<Record<string, string>>) {
  const error: unknown = await load(project, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!AuxiliaryError.is(error)) throw error ?? new Error("nothing was wrong");
  return error.problems;
}

/** Code, line, and key or section of each: what a test compares. */
export function places(problems: readonly Problem[]) {
  return problems.map(({ code, at }) => [code, at?.line, at?.key ?? at?.section]);
}

/** A project with one auxiliary, `sniffer`; `body` are the class's own members. */
export function sniffer(body = ""): TemporaryProject {
  const project = new TemporaryProject();
  project.add("@aux/sniffer-tcpdump", { auxiliary: { name: "sniffer" } }, auxiliarySource("Sniffer", body));
  return project;
}
