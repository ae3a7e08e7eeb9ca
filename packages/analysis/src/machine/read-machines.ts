import {
  CORE_PROBLEMS,
  type IniFile,
  type Machine,
  nearestName,
  type Problem,
  problemFactory,
  resolveOptions,
} from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { BUILT_IN_MACHINERY, EXTERNAL_MACHINERY } from "./local-machine.ts";
import { isMachineKey, MACHINE_KEYS } from "./machine-keys.ts";
import { MACHINE_OPTIONS } from "./machine-options.ts";
import { buildGivenOptions, buildMachineryPlace, type SectionOfFile } from "./section-of-file.ts";

const coreProblem = problemFactory(CORE_PROBLEMS);

/** A machine with the section that describes it. */
export interface MachineSection {
  readonly machine: Machine;
  readonly section: SectionOfFile;
}

/** Every machine of a file, and all that is wrong with what their sections have in common. */
export async function readMachines(
  file: IniFile,
): Promise<{ machines: MachineSection[]; problems: Problem[] }> {
  const machines: MachineSection[] = [];
  const problems: Problem[] = [];
  for (const each of file.sections.values()) {
    const section = { ...each, file: file.path };
    const read = await readMachine(section);
    machines.push({ machine: read.machine, section });
    problems.push(...read.problems);
  }
  return { machines, problems: [...problems, ...findSharedMacs(machines)] };
}

async function readMachine(section: SectionOfFile): Promise<{ machine: Machine; problems: Problem[] }> {
  const { given, location } = buildGivenOptions(section, isMachineKey);
  const resolved = await resolveOptions(MACHINE_OPTIONS, given, location);
  const values = Object.entries(resolved.options).filter(([, value]) => value !== undefined);
  const machine: Machine = { ...Object.fromEntries(values), name: section.name };
  const problems = [
    ...findUnknownKeys(section, machine.machinery),
    ...findMissingMachinery(section),
    ...resolved.problems,
  ];
  return { machine, problems };
}

/** The keys of another machinery's sections are for its own package to judge. */
function findUnknownKeys(section: SectionOfFile, machinery: string | undefined): Problem[] {
  if (machinery !== undefined && machinery !== BUILT_IN_MACHINERY) return [];
  return [...section.keys.values()]
    .filter(({ key }) => !isMachineKey(key))
    .map(({ key, line }) => {
      const nearest = nearestName(key, MACHINE_KEYS);
      return coreProblem("AUX_CONF_UNKNOWN_KEY", `[${section.name}] a machine has no key "${key}"`, {
        at: {
          file: section.file,
          line,
          section: section.name,
          key,
          allowed: MACHINE_KEYS.join(", "),
          ...(nearest === undefined ? {} : { nearest }),
        },
      });
    });
}

function findMissingMachinery(section: SectionOfFile): Problem[] {
  if (section.keys.has("machinery")) return [];
  const at = {
    ...buildMachineryPlace(section),
    allowed: `${BUILT_IN_MACHINERY}, ${EXTERNAL_MACHINERY}, or a package's`,
  };
  return [
    analysisProblem("AUX_MACHINERY_MISSING", `[${section.name}] does not say which machinery drives it`, {
      at,
    }),
  ];
}

function findSharedMacs(machines: readonly MachineSection[]): Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { machine, section } of machines) {
    if (machine.mac === undefined) continue;
    const owner = owners.get(machine.mac);
    owners.set(machine.mac, owner ?? machine.name);
    if (owner === undefined) continue;
    const at = {
      file: section.file,
      line: section.keys.get("mac")?.line ?? section.line,
      section: section.name,
      key: "mac",
      value: machine.mac,
    };
    const message = `[${section.name}] mac = ${machine.mac} is the address of [${owner}], too`;
    problems.push(analysisProblem("AUX_MACHINE_DUPLICATE_MAC", message, { at }));
  }
  return problems;
}
