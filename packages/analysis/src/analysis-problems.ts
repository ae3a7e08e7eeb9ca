import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that `@aux/analysis` reports, each with its meaning and what to do about it. */
export const ANALYSIS_PROBLEMS = {
  AUX_TASK_INVALID: {
    meaning: "The task is no JSON object, is larger than 1 MiB, or one of its members has a wrong type.",
    remedy:
      'Give a JSON object, for example {"id": "7", "target": "sample.exe", "timeout": 60}, or a file that holds one.',
  },
  AUX_TASK_UNREADABLE: {
    meaning: "The task file does not exist or cannot be read.",
    remedy: "Give the path of a readable JSON file, or the JSON object itself.",
  },
  AUX_MACHINE_UNKNOWN: {
    meaning: "No section of conf/machines.conf has the machine's name.",
    remedy: "Correct the name, or add a section for the machine to conf/machines.conf.",
  },
  AUX_MACHINE_INVALID: {
    meaning: "A machine that is given as JSON is no object, or one of its members is no key of a machine.",
    remedy: 'Give an object such as {"name": "win10", "interface": "virbr1", "ip": "192.168.56.101"}.',
  },
  AUX_MACHINE_DUPLICATE_MAC: {
    meaning: "Two machines have one Ethernet address, so their traffic cannot be told apart.",
    remedy: "Give each machine an Ethernet address of its own.",
  },
  AUX_MACHINE_IN_USE: {
    meaning: "Another analysis uses the machine; two never share one.",
    remedy: "Wait until the other analysis is over, or end the process that the message names.",
  },
  AUX_MACHINE_LOCK_FAILED: {
    meaning:
      "The machine could not be reserved for this analysis: its lock cannot be written, or not safely.",
    remedy:
      "Make the folder that the message names the user's own (`chmod 700`), or set TMPDIR to another one.",
  },
  AUX_MACHINERY_MISSING: {
    meaning: "A machine's section does not say which machinery drives it.",
    remedy:
      "Add `machinery = process` (the analysed command is the machine), `external` (you drive it) or a package's name.",
  },
  AUX_MACHINERY_UNKNOWN: {
    meaning: "No direct dependency of the project is a machinery of that name, and it is not built in.",
    remedy:
      "Correct the name (`process` and `external` are built in), or add the package that drives such machines to the project: `@aux/machinery-qemu`, `@aux/machinery-libvirt` or another one.",
  },
  AUX_MACHINERY_CONFLICT: {
    meaning: "Two packages of the project are machineries of one name.",
    remedy: "Remove one of the two from the project.",
  },
  AUX_MACHINERY_INVALID: {
    meaning:
      "The machinery's package exports no class that is one, or several, or one that was written for another contract of `@aux/analysis`.",
    remedy:
      "Update the machinery's package and `@aux/analysis` so that they fit; report it to the package's author if they do.",
  },
  AUX_MACHINERY_FAILED: {
    meaning:
      "The machinery could not prepare, revert, start or stop the machine. All auxiliaries were stopped all the same.",
    remedy: "Solve what the message says, then run the analysis again.",
  },
  AUX_MACHINERY_TIMEOUT: {
    meaning: "Preparing, reverting, starting or stopping the machine did not end within its deadline.",
    remedy: "Look for what holds the machine up; it may still be there on this host.",
  },
  AUX_ANALYSIS_MISSING: {
    meaning: "The folder holds no analysis: neither a record nor a journal is in it.",
    remedy: "Give the analysis folder: `auxiliary start` prints it, `auxiliary run` names it at its end.",
  },
  AUX_ANALYSIS_GONE: {
    meaning: "The process that kept the analysis is gone (killed, or the host went down) before it was over.",
    remedy: "`auxiliary recover FOLDER` ends what is left of it and finishes its record.",
  },
  AUX_CONTROL_FAILED: {
    meaning: "The control socket in the analysis folder cannot be made, so nobody could stop the run.",
    remedy: "Put the analysis folder on a file system of this host that has unix sockets.",
  },
  AUX_CONTROL_UNREACHABLE: {
    meaning: "The analysis is not over, but its run has no control socket, or one that does not answer.",
    remedy:
      "Send SIGTERM to the process that runs it; where there is none, `auxiliary recover FOLDER` finishes its record.",
  },
  AUX_CONTROL_TIMEOUT: {
    meaning: "The run did not answer, or was not over, within the time given.",
    remedy: "Ask again: a run that was told to stop goes on ending. `auxiliary stop --now` ends it at once.",
  },
  AUX_CONTROL_REFUSED: {
    meaning: "The run does not do what it was asked for: it does not know it, or it does not apply to it.",
    remedy: "See docs/control.md for what can be asked, and when.",
  },
  AUX_CONTROL_INVALID: {
    meaning: "Something answers on the control socket that does not speak this version of the protocol.",
    remedy: "Use the version of `auxiliary` that began the run.",
  },
  AUX_COMMAND_MISSING: {
    meaning: "The command to analyse is not on this host, or is no program that may be run.",
    remedy:
      "Correct its name or path (`./NAME` for a file in this folder), or make it executable with `chmod +x`.",
  },
  AUX_HOST_NODE_OLD: {
    meaning: "The Node that runs `auxiliary` is older than what its packages are made for.",
    remedy: "Install Node 20.19 or later, for example from https://nodejs.org/en/download.",
  },
  AUX_HOST_NOTHING_ENABLED: {
    meaning: "conf/auxiliaries.conf enables no module, so an analysis would record nothing.",
    remedy:
      "Write `enabled = on` into a module's section; `auxiliary list` shows the modules that are there.",
  },
  AUX_HOST_RUN_LEFT: {
    meaning: "A run was killed, and its programs, its locks and its record may be as it left them.",
    remedy: "Finish it: `auxiliary recover`; the next `auxiliary run` does so by itself.",
  },
  AUX_HOST_SPACE_LOW: {
    meaning:
      "The disk where results go is nearly full: below 1 GiB a warning, below 64 MiB an analysis is not sure to be whole.",
    remedy: "Free space there: `du -sh storage/analysis/*` shows what the analyses take.",
  },
  AUX_HOST_STORAGE_OPEN: {
    meaning:
      "Other users may write to the storage folder, and could put a folder of theirs in an analysis' place.",
    remedy: "Take that right away: `chmod go-w storage/analysis`.",
  },
} as const satisfies ProblemCatalogue;

export const analysisProblem = problemFactory(ANALYSIS_PROBLEMS);
