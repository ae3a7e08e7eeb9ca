/** A key of an American keyboard. */
export interface Key {
  /** Its name at QEMU's monitor. Source: QEMU QMP Reference Manual, `QKeyCode`. */
  readonly qcode: string;
  /** Its X11 keysym, as VNC has it. Source: RFC 6143, section 7.5.4. */
  readonly keysym: number;
}

/** A character as fingers make it. */
export interface Keystroke {
  readonly key: Key;
  readonly isShifted: boolean;
}

export const ENTER: Key = { qcode: "ret", keysym: 0xff0d };
export const SHIFT: Key = { qcode: "shift", keysym: 0xffe1 };

const QCODES: Readonly<Record<string, string>> = {
  " ": "spc",
  "-": "minus",
  "=": "equal",
  "[": "bracket_left",
  "]": "bracket_right",
  ";": "semicolon",
  "'": "apostrophe",
  "`": "grave_accent",
  "\\": "backslash",
  ",": "comma",
  ".": "dot",
  "/": "slash",
};

/** The characters of a key with and without Shift stand at the same place. */
const PLAIN = "1234567890-=[];'`\\,./";
const SHIFTED = '!@#$%^&*()_+{}:"~|<>?';

/**
 * How a character is typed; undefined for one that has no key of its own. There is no other modifier than Shift, no
 * function key and no power key, so nothing typed can be a command to the system.
 */
export function findKeystroke(character: string): Keystroke | undefined {
  if (character.length !== 1) return undefined;
  if (/^[a-z0-9]$/.test(character)) return plain(character, character);
  if (/^[A-Z]$/.test(character)) return shifted(character, character.toLowerCase());
  const qcode = QCODES[character];
  if (qcode !== undefined) return plain(character, qcode);
  const unshifted = PLAIN[SHIFTED.indexOf(character)];
  return unshifted === undefined ? undefined : shifted(character, QCODES[unshifted] ?? unshifted);
}

function plain(character: string, qcode: string): Keystroke {
  return { key: { qcode, keysym: character.charCodeAt(0) }, isShifted: false };
}

function shifted(character: string, qcode: string): Keystroke {
  return { key: { qcode, keysym: character.charCodeAt(0) }, isShifted: true };
}
