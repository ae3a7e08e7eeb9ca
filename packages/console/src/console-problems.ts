import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const CONSOLE_PROBLEMS = {
  AUX_CONSOLE_UNREACHABLE: {
    meaning: "The machine's serial console was never there to be recorded.",
    remedy: "Look whether the machine was started, and whether it has a serial port.",
  },
  AUX_CONSOLE_LATE: {
    meaning:
      "The machine ran already when its serial console could be recorded; its first words may be missing.",
    remedy: "Use a machinery whose console is there before the machine runs.",
  },
  AUX_CONSOLE_TRUNCATED: {
    meaning: "The guest wrote more than `console.log` may hold; its end is missing.",
    remedy: "Raise `log_limit` in [console].",
  },
  AUX_CONSOLE_EVENTS_TRUNCATED: {
    meaning: "More happened to the machine than `qmp-events.jsonl` may hold; its end is missing.",
    remedy: "Look at the events that are there: one that comes again and again is the guest's doing.",
  },
  AUX_CONSOLE_WRITE_FAILED: {
    meaning: "What the console said, or what happened to the machine, could not be written.",
    remedy: "Free space on the disk that holds the analysis folder.",
  },
  AUX_CONSOLE_GUEST_PANICKED: {
    meaning: "The guest's kernel panicked during the analysis.",
    remedy: "See the end of `console.log` for the reason; results are those up to the panic.",
  },
  AUX_CONSOLE_DISK_ERROR: {
    meaning: "One of the machine's disks failed a read or a write.",
    remedy: "Free space where the machine's disks are; the guest saw a broken disk from then on.",
  },
  AUX_CONSOLE_WATCHDOG: {
    meaning: "The machine's watchdog expired: the guest hung.",
    remedy: "See the end of `console.log`; give the machine more CPU if this host was only slow.",
  },
} as const satisfies ProblemCatalogue;

export const consoleProblem = problemFactory(CONSOLE_PROBLEMS);
