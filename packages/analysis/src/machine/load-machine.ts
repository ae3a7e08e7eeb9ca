import {
  AuxiliaryError,
  type IniFile,
  loadIniFile,
  type Machine,
  nearestName,
  type Problem,
} from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { BUILT_IN_MACHINERY, LOCAL_MACHINE } from "./local-machine.ts";
import { type MachineSection, readMachines } from "./read-machines.ts";

export interface MachineRequest {
  /** `conf/machines.conf`; need not exist for the machine `local`. */
  readonly confPath: string;
  /** Default `local`: a section of that name, else the built-in one. */
  readonly name?: string | undefined;
}

/**
 * The machine to analyse on, out of its section in `conf/machines.conf`. The whole file is checked, and all that is
 * wrong with it is collected.
 *
 * @throws AUX_CONF_MISSING, AUX_CONF_UNREADABLE, AUX_CONF_EMPTY, AUX_CONF_SYNTAX, AUX_CONF_DUPLICATE, AUX_CONF_VALUE,
 * AUX_CONF_UNKNOWN_KEY, AUX_MACHINE_UNKNOWN, AUX_MACHINE_DUPLICATE_MAC, AUX_MACHINERY_MISSING, AUX_MACHINERY_UNKNOWN
 */
export async function loadMachine(request: MachineRequest): Promise<Machine> {
  const { name = LOCAL_MACHINE.name } = request;
  const file = loadIniFile(request.confPath, REMEDIES);
  const { machines, problems } = await readMachines(file);
  const found = [...findFileProblems(file, name), ...problems];
  const chosen = machines.find(({ machine }) => machine.name === name);
  if (chosen !== undefined) found.push(...findMachineryProblems(chosen));
  else if (name !== LOCAL_MACHINE.name && found.length === 0)
    found.push(unknownMachine(name, file, machines));
  const sorted = found.toSorted((one, other) => (one.at?.line ?? 0) - (other.at?.line ?? 0));
  const [first] = sorted;
  if (first !== undefined) throw new AuxiliaryError(first, { problems: sorted });
  return chosen?.machine ?? LOCAL_MACHINE;
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

function findMachineryProblems({ machine, section }: MachineSection): Problem[] {
  const { machinery } = machine;
  if (machinery === undefined || machinery === BUILT_IN_MACHINERY) return [];
  const nearest = nearestName(machinery, [BUILT_IN_MACHINERY]);
  return [
    analysisProblem(
      "AUX_MACHINERY_UNKNOWN",
      `[${section.name}] no machinery is called ${JSON.stringify(machinery)}`,
      {
        at: {
          file: section.file,
          line: section.keys.get("machinery")?.line ?? section.line,
          section: section.name,
          key: "machinery",
          value: machinery,
          allowed: BUILT_IN_MACHINERY,
          ...(nearest === undefined ? {} : { nearest }),
        },
      },
    ),
  ];
}
