import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const MEMORY_PROBLEMS = {
  AUX_MEMORY_NO_ROOM: {
    meaning: "The disk of the analysis folder has no room for the machine's memory, so it was not dumped.",
    remedy: "Free space on that disk, give the machine less memory, or set `compress = on` in [memory].",
  },
  AUX_MEMORY_NOT_DUMPED: {
    meaning: "The machine was off, or its monitor gone, before its memory could be dumped.",
    remedy: "Set a `timeout` for the task that ends the analysis before the guest powers itself off.",
  },
  AUX_MEMORY_DUMP_FAILED: {
    meaning: "QEMU refused to dump the memory, or failed while it wrote.",
    remedy: "Solve what the message says; QEMU must be able to write into the analysis folder.",
  },
  AUX_MEMORY_DUMP_LATE: {
    meaning: "The dump did not end within its time; what there is of it was removed.",
    remedy:
      "Raise `timeout` (and `hook_timeout`, where it is set) in [memory], or put the folder on a faster disk.",
  },
  AUX_MEMORY_FILE_INVALID: {
    meaning:
      "What QEMU wrote is no dump of this machine: its header is another, or it is smaller than the memory.",
    remedy: "See whether the disk was full or something else changed the file.",
  },
} as const satisfies ProblemCatalogue;

export const memoryProblem = problemFactory(MEMORY_PROBLEMS);
