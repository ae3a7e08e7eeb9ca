import { type ProblemCatalogue, problemFactory } from "./problem.ts";

/** Every problem that `@aux/core` reports. `docs/errors.md` is generated from it, and a test triggers each. */
export const CORE_PROBLEMS = {
  AUX_CONF_MISSING: {
    meaning: "The configuration file does not exist.",
    remedy: "Create conf/auxiliaries.conf with a section per module, or name another file with --conf.",
  },
  AUX_CONF_UNREADABLE: {
    meaning: "The configuration file cannot be read: no permission, a folder, binary, or larger than 1 MiB.",
    remedy: "Give the path of a readable text file in UTF-8.",
  },
  AUX_CONF_EMPTY: {
    meaning: "The configuration file holds no section.",
    remedy: "Add a section per module, for example `[sniffer]` and `enabled = on` below it.",
  },
  AUX_CONF_SYNTAX: {
    meaning:
      "A line is no section, no `key = value` and no comment, or its value cannot be told from a comment.",
    remedy:
      'Write `[section]`, `key = value` or `; comment`, each on one line; put a value that contains ; or # in "quotes".',
  },
  AUX_CONF_DUPLICATE: {
    meaning: "A section, or a key in a section, is there twice, so it is unclear which one counts.",
    remedy: "Keep one of the two.",
  },
  AUX_CONF_UNKNOWN_SECTION: {
    meaning: "No direct dependency of the project is an auxiliary module with the section's name.",
    remedy:
      "Correct the section's name, or add the package that serves it (`auxiliary list` shows what is there).",
  },
  AUX_CONF_UNKNOWN_KEY: {
    meaning: "The module has no option of that name.",
    remedy: "Correct the key, or remove it.",
  },
  AUX_CONF_VALUE: {
    meaning: "A value is of the wrong type or out of its range.",
    remedy: "Give a value that is allowed.",
  },
  AUX_CONF_OVERRIDE: {
    meaning: "The task sets an option that does not exist, or that a task must not set.",
    remedy: "Remove it from the task's options; the operator can set it in conf/auxiliaries.conf.",
  },
  AUX_VALUE_UNFIT: {
    meaning:
      "A value of the task or the machine begins like an option, leads out of a folder, holds a control character, or is too long.",
    remedy: "Correct the value: modules hand it to programs, and make names of it.",
  },
  AUX_ROOT_INVALID: {
    meaning: "The project's package.json cannot be read.",
    remedy: "Run in the folder of the project's package.json, or name it with --root.",
  },
  AUX_PNP_NOT_LOADED: {
    meaning: "The project uses Yarn Plug'n'Play, but this process was not started by Yarn.",
    remedy: "Run it through Yarn: `yarn auxiliary …` or `yarn node …`.",
  },
  AUX_PACKAGE_INVALID: {
    meaning: "A package with the keyword `auxiliary-module` has a package.json that cannot be used.",
    remedy: "Correct the package's package.json: `auxiliary.name` is lower-case letters, digits and dashes.",
  },
  AUX_PACKAGE_CONFLICT: {
    meaning: "Two packages serve the same section.",
    remedy: "Add `package = NAME` to the section to say which one, or remove one of the two.",
  },
  AUX_PACKAGE_IMPORT: {
    meaning: "The package of an enabled module cannot be imported.",
    remedy: "Reinstall the package; if it still fails, report it to its author with the message above.",
  },
  AUX_PACKAGE_NO_AUXILIARY: {
    meaning: "The package of an enabled module exports no class that extends `Auxiliary`.",
    remedy:
      "Export one class that extends `Auxiliary` (the default export), or remove the keyword from the package.",
  },
  AUX_PACKAGE_MANY_AUXILIARIES: {
    meaning: "The package of an enabled module exports more than one auxiliary.",
    remedy: "Export one auxiliary per package; publish the others as packages of their own.",
  },
  AUX_PACKAGE_API: {
    meaning: "The module was written for another contract of `@aux/core` than the one that runs it.",
    remedy: "Update the module's package and `@aux/core` so that they fit.",
  },
  AUX_CLASS_INVALID: {
    meaning: "Something that is no auxiliary was given to `AuxiliaryRunner`.",
    remedy: "Give a class that extends `Auxiliary` and has `start()` and `stop()`.",
  },
  AUX_CONTEXT_MISSING: {
    meaning: "A module's own constructor did not pass its argument to `super()`.",
    remedy: "Write `constructor(context) { super(context); … }`, or no constructor at all.",
  },
  AUX_CONSTRUCTOR_FAILED: {
    meaning: "A module's constructor threw.",
    remedy: "Report it to the module's author; a constructor must not need anything that can fail.",
  },
  AUX_CHECK_FAILED: {
    meaning: "A module's `check()` threw, or did not end in time.",
    remedy: "Report it to the module's author.",
  },
  AUX_TRIAL_FAILED: {
    meaning: "A module that `auxiliary doctor` tried out (`tryOut()`) threw, or did not end in time.",
    remedy: "Solve what the message says: an analysis would meet it, too.",
  },
  AUX_START_FALSE: {
    meaning: "`start()` returned false: the module says that it did not succeed.",
    remedy: "See the module's log in the analysis folder.",
  },
  AUX_START_FAILED: {
    meaning: "`start()` threw.",
    remedy: "Solve what the message says; see the module's log in the analysis folder.",
  },
  AUX_START_TIMEOUT: {
    meaning: "`start()` did not end within `start_timeout`.",
    remedy: "Raise `start_timeout` in the module's section if it only needs longer.",
  },
  AUX_START_NOT_BOOLEAN: {
    meaning:
      "`start()` returned something else than true or false, so it is unknown whether the module works.",
    remedy: "Return true once the module works, false when it does not.",
  },
  AUX_STOP_FALSE: {
    meaning: "`stop()` returned false: the module says that it did not succeed.",
    remedy: "See the module's log in the analysis folder.",
  },
  AUX_STOP_FAILED: {
    meaning: "`stop()` threw; what the module had registered was released all the same.",
    remedy: "Solve what the message says; see the module's log in the analysis folder.",
  },
  AUX_STOP_TIMEOUT: {
    meaning:
      "`stop()` did not end within `stop_timeout`; what the module had registered was released all the same.",
    remedy: "Raise `stop_timeout` in the module's section if it only needs longer.",
  },
  AUX_STOP_NOT_BOOLEAN: {
    meaning: "`stop()` returned something else than true or false.",
    remedy: "Return true when all went well, false when it did not.",
  },
  AUX_HOOK_FAILED: {
    meaning: "An optional hook (`machineStarted`, `machineStopping`) threw. The run goes on.",
    remedy: "Solve what the message says; see the module's log in the analysis folder.",
  },
  AUX_HOOK_TIMEOUT: {
    meaning: "An optional hook did not end within `hook_timeout`, 10 s mostly. The run goes on.",
    remedy: "Raise `hook_timeout` in the module's section if it only needs longer.",
  },
  AUX_CLEANUP_FAILED: {
    meaning: "Something that a module had acquired could not be undone.",
    remedy: "Look at what the message names: it may be left on this host.",
  },
  AUX_CLEANUP_TIMEOUT: {
    meaning: "Undoing something that a module had acquired did not end within its deadline.",
    remedy: "Look at what the message names: it may be left on this host.",
  },
  AUX_REQUIRED_FAILED: {
    meaning: "A module with `required = on` did not start, so the analysis did not begin.",
    remedy: "Solve the module's own problem, or set `required = off` to analyse without it.",
  },
  AUX_ABORTED: {
    meaning: "The run was interrupted while this was under way.",
    remedy: "Run it again if the interruption was not meant.",
  },
  AUX_RUNNER_STATE: {
    meaning: "The runner was used out of order, for example a hook before `start()`.",
    remedy: "Call start(), then hooks, then stop(), once each.",
  },
  AUX_RESTARTED: {
    meaning:
      "A module crashed and was started again (`on_crash = restart`); nothing was recorded in between.",
    remedy:
      "See the problem before it for the reason; what was recorded since is in files of their own (`dump.1.pcap`).",
  },
  AUX_RESTART_FAILED: {
    meaning: "A module crashed, was started again three times, and does not run.",
    remedy: "Solve the problem before it; what was recorded up to the crash is kept.",
  },
  AUX_CRASH_FATAL: {
    meaning: "A module crashed whose section says `on_crash = abort`, so the analysis was ended, in order.",
    remedy: "Solve the module's own problem, or set `on_crash` to note or restart to analyse without it.",
  },
  AUX_TOOL_MISSING: {
    meaning: "An external program is not on this host.",
    remedy: "Install it, or give its path in the module's section.",
  },
  AUX_TOOL_SPAWN: {
    meaning: "An external program cannot be run.",
    remedy: "Solve what the message says (rights, memory, number of processes).",
  },
  AUX_TOOL_NOT_READY: {
    meaning: "An external program was started, but did not get ready in time.",
    remedy: "See its log in the analysis folder.",
  },
  AUX_TOOL_DIED: {
    meaning: "An external program ended before it was stopped.",
    remedy: "See its last words, and its log in the analysis folder.",
  },
  AUX_TOOL_SIGNALLED: {
    meaning: "An external program was ended by a signal that was not the runner's.",
    remedy:
      "Look who sent it (a person, a supervisor, a limit of the system), or report a crash of the program to its authors.",
  },
  AUX_TOOL_OUT_OF_MEMORY: {
    meaning:
      "An external program had no memory, or was killed while the kernel killed programs for want of it.",
    remedy:
      "Free memory, raise the limit of the control group, or run fewer analyses at once; `dmesg` names what was killed.",
  },
  AUX_TOOL_DISK_FULL: {
    meaning:
      "An external program ended because its disk was full, or its quota or file size limit was reached.",
    remedy: "Free space on the disk of the analysis folder, or raise the limit.",
  },
  AUX_TOOL_PERMISSION: {
    meaning: "An external program ended because it was not allowed to do something.",
    remedy: "Correct the rights of what its last words name, or the user that it runs as.",
  },
  AUX_TOOL_KILLED: {
    meaning:
      "An external program ignored the signal to stop and had to be killed; what it had not written is lost.",
    remedy: "Report it to the module's author; its artifact may be cut short.",
  },
  AUX_STRAY_LEFT: {
    meaning: "A program left children behind that could not be ended: they are still on this host.",
    remedy: "End them as the user they run as, or as root.",
  },
  AUX_ARTIFACT_OUTSIDE: {
    meaning: "A module declared an artifact that is not inside the analysis folder.",
    remedy: "Declare a path relative to the analysis folder, without `..` and through no link.",
  },
  AUX_ARTIFACT_MISSING: {
    meaning: "A file that a module declared as its result is not there, or cannot be read.",
    remedy: "See the module's other problems and its log for the reason.",
  },
  AUX_ARTIFACT_CUT_SHORT: {
    meaning: "A file that a module declared as its result ends inside a packet or a line.",
    remedy:
      "Read the repaired copy beside it, where there is one; see the module's other problems for the reason.",
  },
  AUX_ARTIFACT_INVALID: {
    meaning: "A file that a module declared as its result is not what its kind says, or is damaged.",
    remedy: "See the module's other problems and its log for the reason.",
  },
  AUX_PROBLEM_INVALID: {
    meaning: "A module reported, or threw, a problem that has no code, message and remedy.",
    remedy: "Report it to the module's author; what the module meant is in the message.",
  },
  AUX_FIGURE_INVALID: {
    meaning: "A module gave a figure for the record that is no number, text, true or false.",
    remedy: "Report it to the module's author; the record is written without this figure.",
  },
  AUX_ARTIFACT_TOO_LARGE: {
    meaning: "A module's file grew beyond `max_size`, so the module was ended early, in order.",
    remedy: "Raise `max_size` in the module's section, or have it record less; the file is whole up to then.",
  },
  AUX_DISK_LOW: {
    meaning:
      "Less than `min_free` is free on the disk, so the module was ended early, in order, or not started.",
    remedy: "Free space on the disk of the analysis folder, or lower `min_free` in the module's section.",
  },
  AUX_FOLDER_NOT_FOLDER: {
    meaning: "The analysis path exists and is no folder.",
    remedy: "Remove it, or give another path.",
  },
  AUX_FOLDER_OCCUPIED: {
    meaning: "The analysis folder already holds the record of another run.",
    remedy: "Give another task id or path; results are never overwritten.",
  },
  AUX_FOLDER_NOT_WRITABLE: {
    meaning: "The analysis folder cannot be made or written to.",
    remedy: "Correct its owner and rights, or give another path.",
  },
  AUX_FOLDER_OUTSIDE: {
    meaning: "The task's id would put the analysis folder outside the storage folder.",
    remedy: "Give an id of letters, digits, `.`, `_` and `-`, beginning with a letter or digit, 64 at most.",
  },
  AUX_JOURNAL_FAILED: {
    meaning:
      "The journal could not be written: should the runner be killed, `auxiliary recover` may not find all that is left.",
    remedy: "Free space on the disk, or correct the folder's rights. The run itself goes on.",
  },
  AUX_JOURNAL_UNREADABLE: {
    meaning:
      "The journal of an analysis does not say whose run it was, so nothing can be ended or undone by it.",
    remedy:
      "Look for programs of the run by hand (`ps -ef`); the files in the folder are as the run left them.",
  },
  AUX_JOURNAL_VERSION: {
    meaning: "The journal was written by a newer version.",
    remedy: "Recover with the version that made it, or a newer one.",
  },
  AUX_RECORD_VERSION: {
    meaning: "The record was written by a newer version.",
    remedy: "Use the version that made it, or a newer one.",
  },
  AUX_FOLDER_FOREIGN: {
    meaning:
      "An analysis folder, its journal or its record is another user's, or could have been written by one, who could turn files of the run into others.",
    remedy:
      "Let auxiliary make the folder itself; recover as the user who ran the analysis; take away the others' right to write (`chmod go-w`).",
  },
  AUX_RUNNER_KILLED: {
    meaning: "The runner was killed, or the host went down, before the analysis was over.",
    remedy: "Use what was recorded until then, or run the analysis again.",
  },
  AUX_RECOVER_NOTHING: {
    meaning: "There is no analysis in the folder that could be recovered.",
    remedy: "Give an analysis folder: it holds journal.jsonl.",
  },
  AUX_RECOVER_ALIVE: {
    meaning: "The run still goes on, or is being recovered by another process.",
    remedy: "Wait for it, or end it with SIGTERM to the process that the message names; then recover.",
  },
  AUX_RECOVER_ELSEWHERE: {
    meaning: "The run was made in another container on this host, where it may still go on.",
    remedy: "Recover in the container where it ran.",
  },
  AUX_RECOVER_LEFT: {
    meaning: "A program of a killed run could not be ended, because it belongs to another user.",
    remedy: "End it as that user, or as root.",
  },
  AUX_RECOVER_NOT_UNDONE: {
    meaning: "Something that a killed run had acquired is still there.",
    remedy: "Look at what the message names, and undo it by hand.",
  },
  AUX_RECORD_FAILED: {
    meaning: "The record could not be written.",
    remedy: "Free space on the disk or correct the folder's rights; the record is also printed with --json.",
  },
} as const satisfies ProblemCatalogue;

export const coreProblem = problemFactory(CORE_PROBLEMS);
