import { execFile } from "node:child_process";
import { AuxiliaryError, buildToolEnvironment, findExecutable } from "@aux/core";
import { qemuProblem } from "../qemu-problems.ts";

const TIMEOUT_MS = 20_000;
const INSTALL_HINT = "apt-get install --no-install-recommends qemu-utils";

/** The absolute path of qemu-img. @throws AUX_TOOL_MISSING */
export function findQemuImg(given: string | undefined): string {
  return findExecutable(given ?? "qemu-img", { installHint: INSTALL_HINT });
}

/**
 * The format of a disk image; takes the image's lock for a moment, which shows whether somebody writes to it.
 *
 * @throws AUX_QEMU_IMAGE_IN_USE, AUX_QEMU_IMAGE_UNUSABLE
 */
export async function readImageFormat(qemuImg: string, imagePath: string): Promise<string> {
  const text = await run(qemuImg, ["info", "--output=json", `--`, imagePath], imagePath);
  const info = JSON.parse(text) as { readonly format?: string };
  return info.format ?? "raw";
}

/**
 * Makes a throw-away layer over an image: what the machine writes goes there, the image is only read.
 *
 * @throws AUX_QEMU_IMAGE_UNUSABLE, AUX_QEMU_IMAGE_IN_USE
 */
export async function makeOverlay(
  qemuImg: string,
  base: { readonly path: string; readonly format: string },
  overlayPath: string,
): Promise<void> {
  const args = ["create", "-q", "-f", "qcow2", "-F", base.format, "-b", base.path, "--", overlayPath];
  await run(qemuImg, args, base.path);
}

function run(qemuImg: string, args: readonly string[], imagePath: string): Promise<string> {
  const options = {
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
    env: buildToolEnvironment(),
  } as const;
  return new Promise((resolve, reject) => {
    execFile(qemuImg, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(explain(imagePath, stderr.trim() || error.message));
    });
  });
}

function explain(imagePath: string, words: string): AuxiliaryError {
  const lastWords = words.split("\n").slice(-5);
  const isInUse = /Failed to get .*lock/.test(words);
  const code = isInUse ? "AUX_QEMU_IMAGE_IN_USE" : "AUX_QEMU_IMAGE_UNUSABLE";
  const what = isInUse ? `is in use by another program` : `cannot be used: ${lastWords[0]}`;
  return new AuxiliaryError(qemuProblem(code, `the image ${imagePath} ${what}`, { lastWords }));
}
