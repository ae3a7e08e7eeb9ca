import { closeSync, constants, linkSync, openSync, rmSync, writeSync } from "node:fs";

/** What may be said again and again (problems) stops at the first limit; programs and what was acquired at the second. */
const SMALL_TALK_BYTES = 1024 * 1024;
const LARGEST_BYTES = 8 * 1024 * 1024;

const OPEN_FLAGS =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** A file that only grows, line by line. Each line is with the kernel when `add` returns, and so survives this process. */
export class JournalFile {
  readonly #descriptor: number;
  #bytes = 0;
  #isCut = false;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Makes the file, 0600: it is there with its first line, or not at all. Throws when there is one already. */
  static create(path: string, firstLine: string): JournalFile {
    const draftPath = `${path}.${process.pid}.tmp`;
    const file = new JournalFile(openSync(draftPath, OPEN_FLAGS, 0o600));
    try {
      file.add(firstLine, false);
      linkSync(draftPath, path);
      return file;
    } catch (error) {
      file.close();
      throw error;
    } finally {
      rmSync(draftPath, { force: true });
    }
  }

  /** Goes on with a file that is there. */
  static reopen(path: string): JournalFile {
    const file = new JournalFile(
      openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW),
    );
    file.#isCut = true;
    return file;
  }

  /** @returns false when there is no room for it. Throws when it cannot be written. */
  add(line: string, isSmallTalk: boolean): boolean {
    if (this.#bytes > (isSmallTalk ? SMALL_TALK_BYTES : LARGEST_BYTES)) return false;
    const bytes = Buffer.from(this.#isCut ? `\n${line}\n` : `${line}\n`);
    this.#isCut = true;
    const written = writeSync(this.#descriptor, bytes);
    this.#bytes += written;
    if (written < bytes.length) throw new Error("there is no space left on the disk");
    this.#isCut = false;
    return true;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
