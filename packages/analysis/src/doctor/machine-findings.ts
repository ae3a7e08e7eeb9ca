import { AuxiliaryError, loadIniFile, type Machine, withDeadline } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { type LoadedMachine, loadMachine } from "../machine/load-machine.ts";
import { LOCAL_MACHINE } from "../machine/local-machine.ts";
import { createMachinery } from "../machinery/create-machinery.ts";
import { type Finding, findingsOf, problemFound, well } from "./finding.ts";

/** Where machines stand, and which of them to look at. */
export interface MachinesRequest {
  readonly rootPath: string;
  readonly confPath: string;
  /** Default: every machine of the file. */
  readonly name?: string | undefined;
  /** As an analysis' folder would be; nothing is written there. */
  readonly analysisPath: string;
}

/** The machines as they were found, and the one that an analysis would use. */
export interface MachinesCheck {
  readonly findings: readonly Finding[];
  /** The one that was named, as its machinery completes it; else the local one. */
  readonly machine: Machine;
}

const CHECK_MS = 10_000;

/** Asks each machine's machinery what is missing on this host; nothing is started. */
export async function checkMachines(request: MachinesRequest): Promise<MachinesCheck> {
  const names = request.name === undefined ? listNames(request.confPath) : [request.name];
  const checked = await Promise.all(names.map((name) => checkMachine(name, request)));
  const findings = withoutRepetitions(checked.flatMap((each) => each.findings));
  const used = checked.find(({ machine }) => machine?.name === (request.name ?? LOCAL_MACHINE.name));
  return { findings, machine: used?.machine ?? LOCAL_MACHINE };
}

/** What is wrong with the file itself is found by loading a machine of it: `local`, where it has none. */
function listNames(confPath: string): readonly string[] {
  const names = [...loadIniFile(confPath).sections.keys()];
  return names.length > 0 ? names : [LOCAL_MACHINE.name];
}

async function checkMachine(
  name: string,
  { rootPath, confPath, analysisPath }: MachinesRequest,
): Promise<{ readonly findings: readonly Finding[]; readonly machine?: Machine }> {
  const about = `machine ${name}`;
  try {
    const loaded = await loadMachine({ rootPath, confPath, name });
    return await askMachinery(about, loaded, analysisPath);
  } catch (error) {
    return { findings: findingsOf(about, error) };
  }
}

async function askMachinery(about: string, loaded: LoadedMachine, analysisPath: string) {
  const { machine } = loaded;
  if (loaded.machinery === undefined)
    return { machine, findings: [well(about, "the analysed command, as a process of this host")] };
  const request = { analysisPath, task: { id: "doctor" }, command: { command: [] } };
  const machinery = createMachinery(loaded, request);
  const late = `the machinery of ${machine.name} did not answer its check() within ${CHECK_MS / 1000} s`;
  const problems = await withDeadline(Promise.resolve(machinery.check?.() ?? []), {
    ms: CHECK_MS,
    error: () => new AuxiliaryError(analysisProblem("AUX_MACHINERY_TIMEOUT", late)),
  });
  const findings = problems.map((problem) => problemFound(about, problem));
  const complete = machinery.machine ?? machine;
  if (findings.length > 0) return { machine: complete, findings };
  return { machine: complete, findings: [well(about, machinery.describe?.() ?? `${machine.machinery}`)] };
}

/** What is wrong with the file is found with each of its machines. */
function withoutRepetitions(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ about, message, problem }: Finding) =>
    problem === undefined ? about : `${problem.code} ${problem.at?.line} ${message}`;
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()];
}
