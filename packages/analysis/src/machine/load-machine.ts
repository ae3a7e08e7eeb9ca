import {
  AuxiliaryError,
  type IniFile,
  loadIniFile,
  type Machine,
  nearestName,
  type Problem,
} from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import type { MachineryClass } from "../machinery/machinery.ts";
import { BUILT_IN_MACHINERY, LOCAL_MACHINE } from "./local-machine.ts";
import { isMachineText, parseMachineFile } from "./machine-file.ts";
import { type MachineSection, readMachines } from "./read-machines.ts";

export interface MachineRequest {
  /** The project's folder: machineries are found among its direct dependencies. Default: the current folder. */
  readonly rootPath?: string | undefined;
  /** `conf/machines.conf`; need not exist for the machine `local`. */
  readonly confPath: string;
  /**
   * The name of a section, or the machine itself as a JSON object of the same keys, beside `name`; without `machinery`
   * it is one that somebody else drives. Default `local`: a section of that name, else the built-in one.
   */
  readonly name?: string | undefined;
}

/** A machine, and what drives it. */
export interface LoadedMachine {
  readonly machine: Machine;
  /** Undefined: the built-in `process`. */
  readonly machinery?: LoadedMachinery;
}

/** The class that drives a machine, and the keys of the machine's section that are the class's own. */
export interface LoadedMachinery {
  readonly Class: MachineryClass;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The machine to analyse on, out of its section in `conf/machines.conf`, and the machinery that drives it, out of the
 * project's direct dependencies. The whole file is checked, and all that is wrong with it is collected; keys of a
 * machinery's own are only checked where it is the chosen machine's.
 *
 * @throws AUX_MACHINE_INVALID, AUX_CONF_MISSING, AUX_CONF_UNREADABLE, AUX_CONF_EMPTY, AUX_CONF_SYNTAX, AUX_CONF_DUPLICATE, AUX_CONF_VALUE,
 * AUX_CONF_UNKNOWN_KEY, AUX_MACHINE_UNKNOWN, AUX_MACHINE_DUPLICATE_MAC, AUX_MACHINERY_MISSING, AUX_MACHINERY_UNKNOWN,
 * AUX_MACHINERY_CONFLICT, AUX_MACHINERY_INVALID, AUX_PACKAGE_IMPORT, and why the project cannot be searched
 */
export async function loadMachine(request: MachineRequest): Promise<LoadedMachine> {
  const { file, name } = loadMachineFile(request);
  const { machines, problems } = await readMachines(file);
  const found = [...findFileProblems(file, name), ...problems];
  const chosen = machines.find(({ machine }) => machine.name === name);
  const driven = chosen && (await loadDriver(chosen, machines, request));
  found.push(...(driven?.problems ?? []));
  if (chosen === undefined && name !== LOCAL_MACHINE.name && found.length === 0)
    found.push(unknownMachine(name, file, machines));
  const sorted = found.toSorted((one, other) => (one.at?.line ?? 0) - (other.at?.line ?? 0));
  const [first] = sorted;
  if (first !== undefined) throw new AuxiliaryError(first, { problems: sorted });
  const { machinery } = driven ?? {};
  return { machine: chosen?.machine ?? LOCAL_MACHINE, ...(machinery === undefined ? {} : { machinery }) };
}

function loadMachineFile({ confPath, name = LOCAL_MACHINE.name }: MachineRequest) {
  if (!isMachineText(name)) return { file: loadIniFile(confPath, REMEDIES), name };
  const file = parseMachineFile(name);
  return { file, name: file.machineName };
}

/** Only a machine that another machinery drives costs a search of the project. */
async function loadDriver(
  chosen: MachineSection,
  machines: readonly MachineSection[],
  { rootPath = "." }: MachineRequest,
): Promise<{ readonly machinery?: LoadedMachinery; readonly problems: readonly Problem[] }> {
  const name = chosen.machine.machinery;
  if (name === undefined || name === BUILT_IN_MACHINERY) return { problems: [] };
  const { loadDrivenSections } = await import("./load-driven-sections.ts");
  const others = machines.filter((each) => each !== chosen && each.machine.machinery === name);
  return loadDrivenSections(rootPath, name, [chosen.section, ...others.map(({ section }) => section)]);
}

const REMEDIES = {
  missing: "Create conf/machines.conf with a section per machine, or run without --machine.",
  empty: "Add a section per machine, for example `[win10]` and `machinery = process` below it.",
};

/** The built-in machine needs no file, nor a section in it. */
function findFileProblems(file: IniFile, name: string): readonly Problem[] {
  if (name !== LOCAL_MACHINE.name) return file.problems;
  return file.problems.filter(({ code }) => code !== "AUX_CONF_MISSING" && code !== "AUX_CONF_EMPTY");
}

function unknownMachine(name: string, file: IniFile, machines: readonly MachineSection[]): Problem {
  const known = [...new Set([...machines.map(({ machine }) => machine.name), LOCAL_MACHINE.name])];
  const nearest = nearestName(name, known);
  return analysisProblem("AUX_MACHINE_UNKNOWN", `there is no machine called ${JSON.stringify(name)}`, {
    at: {
      file: file.path,
      value: name,
      allowed: known.join(", "),
      ...(nearest === undefined ? {} : { nearest }),
    },
  });
}
