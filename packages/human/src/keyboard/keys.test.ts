import { describe, expect, it } from "vitest";
import { findKeystroke } from "./keys.ts";

const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
/** Those of an American keyboard that are made with Shift. */
const SHIFTED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()_+{}:"~|<>?';

describe("findKeystroke", () => {
  it("knows every character of ASCII that can be seen, with Shift where it needs that", () => {
    for (const character of ASCII) {
      const stroke = findKeystroke(character);
      expect({ character, isShifted: stroke?.isShifted, keysym: stroke?.key.keysym }).toEqual({
        character,
        isShifted: SHIFTED.includes(character),
        keysym: character.charCodeAt(0),
      });
    }
  });

  it("has two characters on each key but the space bar", () => {
    const counts = new Map<string, number>();
    for (const character of ASCII) {
      const qcode = findKeystroke(character)?.key.qcode ?? "none";
      counts.set(qcode, (counts.get(qcode) ?? 0) + 1);
    }
    expect(counts.get("spc")).toBe(1);
    expect(counts.size).toBe(48);
    expect([...counts.values()].filter((count) => count !== 2)).toEqual([1]);
  });

  it.each([
    ["a", "a", false],
    ["Z", "z", true],
    ["!", "1", true],
    [")", "0", true],
    ["_", "minus", true],
    ['"', "apostrophe", true],
    ["|", "backslash", true],
    ["?", "slash", true],
  ])("finds %s on the key %s", (character, qcode, isShifted) => {
    expect(findKeystroke(character)).toMatchObject({ key: { qcode }, isShifted });
  });

  it.each(["é", "\t", "\n", "\u0000", "", "ab", "€"])("knows no key for %j", (character) => {
    expect(findKeystroke(character)).toBeUndefined();
  });
});
