import type { ProblemCatalogue } from "@aux/core";

/** Every problem that only the command line reports, each with its meaning and what to do about it. */
export const CLI_PROBLEMS = {
  AUX_USAGE: {
    meaning: "The command line has an unknown command or option, or lacks something. Nothing was started.",
    remedy: "See `auxiliary --help`, and `--help` behind each command.",
  },
  AUX_STRAY_ERROR: {
    meaning:
      "Code of a module threw where nobody waits for it (a timer, a promise left alone). The run went on.",
    remedy: "Report it to the module's author, with the stack that --debug shows.",
  },
  AUX_SUPERVISOR_LOST: {
    meaning:
      "The process that was to keep a detached analysis ended without a word, before it was under way.",
    remedy: "Look whether it was killed (out of memory: `dmesg`), and try `auxiliary run` instead.",
  },
  AUX_UNEXPECTED: {
    meaning: "Something failed that has no code of its own.",
    remedy: "Run again with --debug, and report the stack with what you did.",
  },
} as const satisfies ProblemCatalogue;
