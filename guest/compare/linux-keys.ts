/** The rows of an American keyboard, as Linux numbers its keys. Source: linux/input-event-codes.h. */
const ROWS: readonly (readonly [first: number, plain: string, shifted: string])[] = [
  [2, "1234567890-=", "!@#$%^&*()_+"],
  [16, "qwertyuiop[]", "QWERTYUIOP{}"],
  [28, "\n", ""],
  [30, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [43, "\\zxcvbnm,./", "|ZXCVBNM<>?"],
  [57, " ", ""],
];
export const LEFT_SHIFT = 42;

/** How often each key is pressed where a text is typed, a character after the other. */
export function countPresses(text: string): Map<number, number> {
  const presses = new Map<number, number>();
  const press = (code: number) => presses.set(code, (presses.get(code) ?? 0) + 1);
  for (const character of text) {
    for (const [first, plain, shifted] of ROWS) {
      if (plain.includes(character)) press(first + plain.indexOf(character));
      if (!shifted.includes(character)) continue;
      press(LEFT_SHIFT);
      press(first + shifted.indexOf(character));
    }
  }
  return presses;
}
