const PASSED_ON = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "LOGNAME"];

/**
 * The environment of a tool: little of ours (a secret in a variable is none of its business), messages in English (they
 * are parsed), and what it was given.
 */
export function buildToolEnvironment(added: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", ...Object.fromEntries(kept), LC_ALL: "C.UTF-8", ...added };
}
