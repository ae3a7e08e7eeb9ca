/** Every problem that `@aux/rfb` reports, each with its meaning and what to do about it. */
export const RFB_PROBLEMS = {
  AUX_RFB_UNREACHABLE: {
    meaning: "Nothing that could be connected to was at the address of the VNC server.",
    remedy:
      "Look whether the machine runs, whether the address is right, and whether you may open the socket.",
  },
  AUX_RFB_TIMEOUT: {
    meaning:
      "The VNC server did not take the connection, or did not finish the handshake, in the time given.",
    remedy: "Look whether something else answers at the address, or allow more time on a busy host.",
  },
  AUX_RFB_NOT_RFB: {
    meaning: "What answers at the address is no VNC server.",
    remedy: "Correct the address: it belongs to something else.",
  },
  AUX_RFB_REFUSED: {
    meaning: "The VNC server refused the connection, mostly with a reason of its own.",
    remedy:
      "Solve what the server's reason says; too many wrong passwords make some servers refuse for a while.",
  },
  AUX_RFB_PASSWORD_MISSING: {
    meaning: "The VNC server asks for a password, and none was given.",
    remedy: "Give the server's password, or let the server ask for none on its unix socket.",
  },
  AUX_RFB_PASSWORD_REFUSED: {
    meaning: "The VNC server does not accept the password.",
    remedy: "Correct the password; only its first eight bytes count, and QEMU refuses all until one was set.",
  },
  AUX_RFB_SECURITY_UNSUPPORTED: {
    meaning: "The VNC server offers neither access without password nor VNC authentication.",
    remedy: "Let the server offer the security type None or VncAuth; TLS and SASL are not supported.",
  },
  AUX_RFB_SCREEN_SIZE: {
    meaning: "The VNC server's screen is empty, or larger than is allowed.",
    remedy: "Give the machine a smaller resolution, or raise `maxPixels`.",
  },
  AUX_RFB_RECTANGLE: {
    meaning: "The VNC server sent a rectangle that reaches outside of its screen; the connection was closed.",
    remedy: "Look what answers at the address; a healthy server sends no such rectangles.",
  },
  AUX_RFB_TOO_LONG: {
    meaning: "The VNC server announced more bytes than its message can need; the connection was closed.",
    remedy: "Look what answers at the address; a healthy server sends no such lengths.",
  },
  AUX_RFB_MALFORMED: {
    meaning: "The VNC server sent something that the protocol does not allow; the connection was closed.",
    remedy: "Look what answers at the address; with a healthy server, try fewer `encodings`.",
  },
  AUX_RFB_STALLED: {
    meaning: "The VNC server began a message and did not finish it in time, or stopped taking what is sent.",
    remedy: "Look whether the server hangs or the host is overloaded, then connect again.",
  },
  AUX_RFB_CLOSED: {
    meaning: "The VNC server's connection has ended.",
    remedy: "Look whether the machine is gone or was reset; connect again if it should be there.",
  },
  AUX_RFB_ABORTED: {
    meaning: "Waiting for the VNC server was given up because the caller asked for it.",
    remedy: "Nothing is wrong with the server; see who interrupted.",
  },
} as const;

/** The code of a problem of this package. */
export type RfbProblemCode = keyof typeof RFB_PROBLEMS;
