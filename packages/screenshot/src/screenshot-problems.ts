import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const SCREENSHOT_PROBLEMS = {
  AUX_SCREENSHOT_NO_SOURCE: {
    meaning: "The source of pictures that the configuration asks for is none that the machine has.",
    remedy: "Set `source = auto` in [screenshot], or say where the screen is (`vnc`, `display`).",
  },
  AUX_SCREENSHOT_ADDRESS: {
    meaning: "What the machine names as its screen is no address.",
    remedy: "Name the path of a unix socket, or host:port (display :1 is port 5901).",
  },
  AUX_SCREENSHOT_PASSWORD_FILE: {
    meaning: "The file that holds the password of the VNC server cannot be read.",
    remedy: "Correct `vnc_password_file` in [screenshot], or let the runner read the file.",
  },
  AUX_SCREENSHOT_PASSWORD_TWICE: {
    meaning: "The password of the VNC server is given twice.",
    remedy: "Keep either `vnc_password` or `vnc_password_file`.",
  },
  AUX_SCREENSHOT_NO_MACHINE: {
    meaning: "The machine was never there: only the socket of its monitor was.",
    remedy: "Look whether the machine was started.",
  },
  AUX_SCREENSHOT_DUMP_UNREADABLE: {
    meaning: "What QEMU wrote as a picture of the screen is none.",
    remedy: "Free space in /dev/shm or the folder for temporary files, or set `source = vnc`.",
  },
  AUX_SCREENSHOT_NO_PICTURE: {
    meaning: "There is no picture: the machine's screen was never seen.",
    remedy: "Look whether the machine was started and has a screen.",
  },
  AUX_SCREENSHOT_LOST: {
    meaning:
      "The machine's screen was lost before the end and did not come back; later pictures are missing.",
    remedy: "Look whether the machine, or what serves its screen, has ended or hangs.",
  },
  AUX_SCREENSHOT_MASK_OUTSIDE: {
    meaning: "An area that is to be ignored was never on the screen.",
    remedy: "Correct `mask` in [screenshot]; the pictures' sizes are in `shots/index.json`.",
  },
  AUX_SCREENSHOT_WRITE_FAILED: {
    meaning: "Pictures could not be written; those that are there are whole.",
    remedy: "Free space on the disk that holds the analysis folder, or lower `rate` or `max_shots`.",
  },
} as const satisfies ProblemCatalogue;

export const screenshotProblem = problemFactory(SCREENSHOT_PROBLEMS);
