/** Every problem that `@aux/x11` reports, each with its meaning and what to do about it. */
export const X11_PROBLEMS = {
  AUX_X11_DISPLAY: {
    meaning: "The text does not name an X display.",
    remedy: "Write `:0` for a display of this host, or `host:0`.",
  },
  AUX_X11_UNREACHABLE: {
    meaning: "No X server could be connected to at the display.",
    remedy: "Look whether the X server runs, and whether the number of the display is right.",
  },
  AUX_X11_TIMEOUT: {
    meaning: "The X server did not take the connection, or did not let us in, in the time given.",
    remedy: "Look whether something else answers at the display, or allow more time on a busy host.",
  },
  AUX_X11_REFUSED: {
    meaning: "The X server refused the connection, mostly for want of a cookie.",
    remedy: "Give the file with the display's cookie: set XAUTHORITY to what the X server was started with.",
  },
  AUX_X11_AUTHORITY: {
    meaning: "The file with the cookies of X displays, named by `authorityPath`, cannot be read.",
    remedy: "Correct the path, or let the user who runs this read the file.",
  },
  AUX_X11_UNSUPPORTED: {
    meaning:
      "The X server's screen cannot be read: another depth than 24 or 32 bits, or no DAMAGE extension.",
    remedy:
      "Start the X server with a depth of 24 bits and the DAMAGE extension; Xvfb, Xvnc and Xorg have both.",
  },
  AUX_X11_SCREEN_SIZE: {
    meaning: "The X server's screen is empty, or larger than is allowed.",
    remedy: "Give the display a smaller resolution, or raise `maxPixels`.",
  },
  AUX_X11_MALFORMED: {
    meaning: "What answers at the display sent something that the X11 protocol does not allow.",
    remedy: "Look what answers at the display; a healthy X server sends no such bytes.",
  },
  AUX_X11_STALLED: {
    meaning: "The X server did not answer in time.",
    remedy: "Look whether the X server hangs or the host is overloaded, then connect again.",
  },
  AUX_X11_CLOSED: {
    meaning: "The X server's connection has ended.",
    remedy: "Look whether the X server is gone or was reset; connect again if it should be there.",
  },
  AUX_X11_ABORTED: {
    meaning: "Waiting for the X server was given up because the caller asked for it.",
    remedy: "Nothing is wrong with the server; see who interrupted.",
  },
} as const;

/** The code of a problem of this package. */
export type X11ProblemCode = keyof typeof X11_PROBLEMS;
