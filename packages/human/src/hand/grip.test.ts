import { describe, expect, it } from "vitest";
import type { Key } from "../keyboard/keys.ts";
import { Grip } from "./grip.ts";
import type { Hand } from "./hand.ts";

const A: Key = { qcode: "a", keysym: 97 };
const SHIFT: Key = { qcode: "shift", keysym: 0xffe1 };

/** A machine's input, as it says what reached it; `broken` takes nothing. */
function recordingHand(said: string[], isBroken = false): Hand {
  const say = async (words: string) => {
    if (isBroken) throw new Error("gone");
    said.push(words);
  };
  return {
    prepare: async () => {},
    move: ({ x, y }) => say(`to ${x},${y}`),
    button: (isDown) => say(isDown ? "button down" : "button up"),
    key: ({ qcode }, isDown) => say(`${qcode} ${isDown ? "down" : "up"}`),
  };
}

describe("Grip", () => {
  it("releases all that is held, the last first, and nothing twice", async () => {
    const said: string[] = [];
    const grip = new Grip();
    await grip.take(recordingHand(said));
    await grip.press(SHIFT);
    await grip.press(A);
    await grip.pressButton();
    said.length = 0;
    await grip.releaseAll();
    await grip.releaseAll();
    expect(said).toEqual(["a up", "shift up", "button up"]);
  });

  it("lets a new connection release what the one before could not", async () => {
    const said: string[] = [];
    const grip = new Grip();
    await grip.take(recordingHand([], true));
    await expect(grip.press(A)).rejects.toThrow("gone");
    await expect(grip.releaseAll()).rejects.toThrow("gone");
    await grip.take(recordingHand(said));
    expect(said).toEqual(["a up"]);
  });

  it("knows where the pointer is and how often it was moved", async () => {
    const grip = new Grip();
    expect(grip.at).toEqual({ x: 0.5, y: 0.5 });
    await grip.take(recordingHand([]));
    await grip.move({ x: 0.1, y: 0.2 });
    expect([grip.at, grip.moves]).toEqual([{ x: 0.1, y: 0.2 }, 1]);
  });
});
