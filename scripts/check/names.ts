import { listFiles } from "../workspace/list-files.ts";
import type { Check, Finding } from "./check.ts";

// Device names that Windows reserves, with any extension: aux itself, and its kin.
const RESERVED = /^(?:aux|con|prn|nul|com\d|lpt\d)(?:\..*)?$/i;

/** Finds files and folders whose name is a reserved device name on Windows. */
export function findReservedNames(rootPath: string): readonly Finding[] {
  return listFiles(rootPath)
    .filter((file) => file.split("/").some((name) => RESERVED.test(name)))
    .map((file) => ({
      where: file,
      what: "a reserved device name on Windows, where the repository could not be cloned",
      remedy: "Rename it.",
    }));
}

/** The check `names`. */
export const namesCheck: Check = {
  name: "names",
  about: "no file or folder has a name that Windows reserves (aux, aux.*, con, …)",
  run: () => ({ findings: findReservedNames(process.cwd()) }),
};
