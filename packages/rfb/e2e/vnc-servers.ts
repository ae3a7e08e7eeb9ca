import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildChallengeAnswer } from "../src/handshake/vnc-authentication.ts";
import { StartedProgram } from "./started-program.ts";

/** A real VNC server: where it is, and the X display behind it, where there is one. */
export interface VncServer extends AsyncDisposable {
  readonly path: string;
  readonly display: string;
  kill(): void;
}

/** TigerVNC's X server, on a unix socket, 1024×768. */
export async function startTigerVnc(password?: string): Promise<VncServer> {
  const server = new StartedProgram();
  const path = join(server.folder, "vnc.sock");
  const passwordPath = join(server.folder, "passwd");
  if (password !== undefined) writeFileSync(passwordPath, obscurePassword(password));
  const security = password === undefined ? ["-SecurityTypes", "None"] : ["-PasswordFile", passwordPath];
  const screen = ["-geometry", "1024x768", "-depth", "24", "-displayfd", "3"];
  server.start("Xtigervnc", [...screen, "-rfbunixpath", path, "-rfbport", "-1", ...security]);
  const display = await server.display();
  await server.made(path);
  return {
    path,
    display,
    kill: () => server.kill(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** x11vnc, on a unix socket, for an Xvfb of 1024×768. */
export async function startX11vnc(password?: string): Promise<VncServer> {
  const screen = new StartedProgram();
  screen.start("Xvfb", ["-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp"]);
  const display = await screen.display();
  const server = new StartedProgram();
  const path = join(server.folder, "vnc.sock");
  const access = password === undefined ? ["-nopw"] : ["-passwd", password];
  server.start("x11vnc", [
    "-display",
    display,
    "-unixsock",
    path,
    "-rfbport",
    "0",
    "-no6",
    "-noipv6",
    "-forever",
    "-shared",
    ...access,
  ]);
  const dispose = async () => {
    await server[Symbol.asyncDispose]();
    await screen[Symbol.asyncDispose]();
  };
  try {
    await server.made(path);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { path, display, kill: () => server.kill(), [Symbol.asyncDispose]: dispose };
}

/** QEMU without an operating system: a floppy of ours draws, see `floppies.ts`. */
export async function startQemu(floppy: Buffer, password?: string): Promise<VncServer> {
  const server = new StartedProgram();
  const path = join(server.folder, "vnc.sock");
  const floppyPath = join(server.folder, "floppy.img");
  writeFileSync(floppyPath, floppy);
  const secret = password === undefined ? [] : ["-object", `secret,id=vnc,data=${password}`];
  const vnc = password === undefined ? `unix:${path}` : `unix:${path},password-secret=vnc`;
  const machine = [
    "-machine",
    "pc",
    "-accel",
    "tcg",
    "-cpu",
    "qemu64",
    "-m",
    "16",
    "-nodefaults",
    "-vga",
    "std",
  ];
  const drive = ["-drive", `file=${floppyPath},format=raw,if=floppy`, "-boot", "a"];
  server.start("qemu-system-x86_64", [...machine, ...drive, ...secret, "-vnc", vnc]);
  await server.made(path);
  const dispose = () => server[Symbol.asyncDispose]();
  return { path, display: "", kill: () => server.kill(), [Symbol.asyncDispose]: dispose };
}

/** The format of TigerVNC's password files: DES with a key that everybody knows. */
function obscurePassword(password: string): Buffer {
  const key = Buffer.from([23, 82, 107, 6, 35, 78, 88, 7]).toString("latin1");
  const padded = Buffer.alloc(8);
  padded.write(password);
  return buildChallengeAnswer(key, padded);
}
