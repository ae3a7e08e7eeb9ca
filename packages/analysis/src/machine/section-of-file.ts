import {
  type IniKey,
  type IniSection,
  type OptionsLocation,
  type ProblemLocation,
  toCamelCase,
} from "@aux/core";

/** A section of `conf/machines.conf` that knows its file. */
export type SectionOfFile = IniSection & { readonly file: string };

/** Some of a section's keys as options by camelCase name, and where they stand, for `resolveOptions`. */
export function buildGivenOptions(section: SectionOfFile, isTaken: (key: string) => boolean) {
  const { name, file, line } = section;
  const taken = [...section.keys.values()].filter(({ key }) => isTaken(key));
  const by = <Value>(value: (each: IniKey) => Value): Readonly<Record<string, Value>> =>
    Object.fromEntries(taken.map((each) => [toCamelCase(each.key), value(each)]));
  const location: OptionsLocation = { section: name, file, line, keys: by((each) => ({ ...each, file })) };
  return { given: by(({ value }) => value), location };
}

/** Where a section names its machinery; the section itself where it does not. */
export function buildMachineryPlace({ name, file, line, keys }: SectionOfFile): ProblemLocation {
  return { file, line: keys.get("machinery")?.line ?? line, section: name, key: "machinery" };
}
