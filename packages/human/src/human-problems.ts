import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const HUMAN_PROBLEMS = {
  AUX_HUMAN_NO_INPUT: {
    meaning: "The machine does not have what `input` in [human] says, or not at a usable address.",
    remedy: "Set `input = auto`, or use a machinery that gives the machine a monitor or a VNC server.",
  },
  AUX_HUMAN_UNREACHABLE: {
    meaning: "The machine could not be reached during the whole analysis, so nothing was done on it.",
    remedy: "Solve what the message says about the connection; a password goes in `vnc_password`.",
  },
  AUX_HUMAN_LOST: {
    meaning: "The connection to the machine was lost, and could not be made again until the end.",
    remedy: "Look whether the machine hung or was gone; `human.jsonl` says what was done before.",
  },
  AUX_HUMAN_REFUSED: {
    meaning: "The machine did not take some of the actions.",
    remedy: "Solve QEMU's reason; give the machine a keyboard and a mouse or tablet if it has none.",
  },
  AUX_HUMAN_BLIND: {
    meaning: "The screen could not be looked at, so no click went to where something had changed.",
    remedy: "Solve what the message says about the VNC server; a password goes in `vnc_password`.",
  },
  AUX_HUMAN_WRITE_FAILED: {
    meaning: "Actions that were done could not be written into `human.jsonl`.",
    remedy: "Free space on the disk that holds the analysis folder.",
  },
} as const satisfies ProblemCatalogue;

export const humanProblem = problemFactory(HUMAN_PROBLEMS);
