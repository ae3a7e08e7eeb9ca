import { AuxiliaryError, type Problem } from "@aux/core";
import { screenshotProblem } from "../../screenshot-problems.ts";
import { readPassword, type VncOptions } from "./vnc-source.ts";

/** What is wrong with how the password is given: a fault of the configuration. */
export async function checkPassword(options: VncOptions, section: string): Promise<readonly Problem[]> {
  if (options.vncPasswordFile === undefined) return [];
  const at = { section, key: "vnc_password_file" };
  if (options.vncPassword !== undefined) {
    const message = "both vnc_password and vnc_password_file are set";
    return [screenshotProblem("AUX_SCREENSHOT_PASSWORD_TWICE", message, { at })];
  }
  try {
    await readPassword(options);
    return [];
  } catch (error) {
    if (!AuxiliaryError.is(error)) throw error;
    return error.problems.map((problem) => ({ ...problem, at }));
  }
}
