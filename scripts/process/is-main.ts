import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Whether a module (its `import.meta.url`) is the script that Node was started with. */
export function isMain(moduleUrl: string): boolean {
  const scriptPath = process.argv[1];
  return scriptPath !== undefined && realpathSync(scriptPath) === realpathSync(fileURLToPath(moduleUrl));
}
