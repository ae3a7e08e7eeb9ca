/** Every problem that `@aux/qmp` reports, each with its meaning and what to do about it. */
export const QMP_PROBLEMS = {
  AUX_QMP_UNREACHABLE: {
    meaning: "Nothing that could be connected to was at the address of QEMU's monitor within the time given.",
    remedy:
      "Look whether the machine runs, whether the address is right, and whether you may open the socket.",
  },
  AUX_QMP_NO_GREETING: {
    meaning: "The monitor took the connection and sent no greeting: it serves one client at a time.",
    remedy: "Disconnect the other client of this monitor, or let both connect to a switchboard.",
  },
  AUX_QMP_NOT_QMP: {
    meaning: "What answers at the address is no QEMU monitor.",
    remedy: "Correct the address: it belongs to something else.",
  },
  AUX_QMP_CLOSED: {
    meaning: "The monitor's connection has ended: QEMU is gone, or has closed it.",
    remedy: "Look at QEMU's log for the reason, unless the machine was meant to go off.",
  },
  AUX_QMP_TIMEOUT: {
    meaning: "QEMU did not answer a command, or an event did not come, within its deadline.",
    remedy: "Look whether QEMU hangs (a slow disk, a busy host), or allow more time.",
  },
  AUX_QMP_ABORTED: {
    meaning: "Waiting for the monitor was given up because the caller asked for it.",
    remedy: "Nothing is wrong with the monitor; see who interrupted.",
  },
  AUX_QMP_COMMAND_FAILED: {
    meaning: "QEMU refused a command, with a reason.",
    remedy: "Solve what QEMU's reason says; its version may not know the command or one of its arguments.",
  },
  AUX_QMP_LINE_TOO_LONG: {
    meaning: "One line of the monitor is longer than allowed (8 MiB); the connection was closed.",
    remedy: "Ask for less at once; a healthy QEMU sends no such lines.",
  },
  AUX_QMP_MALFORMED: {
    meaning: "The monitor sent something that is no QMP message; the connection was closed.",
    remedy: "Look what answers at the address; a healthy QEMU sends JSON objects only.",
  },
  AUX_QMP_EVENTS_LOST: {
    meaning: "Events came faster than they were read, and there was no more room to keep them.",
    remedy: "Read the events as they come, or listen with `on`.",
  },
  AUX_QMP_SWITCHBOARD_FAILED: {
    meaning: "The socket that clients of the machine's monitor share could not be opened.",
    remedy: "Choose a path shorter than 108 bytes, in a folder that exists and that you may write.",
  },
  AUX_QMP_QUEUED_LATE: {
    meaning: "QEMU did not answer the commands that had waited for the machine within their deadline.",
    remedy: "Look at QEMU's log; one of the commands may hang.",
  },
} as const;

/** The code of a problem of this package. */
export type QmpProblemCode = keyof typeof QMP_PROBLEMS;
