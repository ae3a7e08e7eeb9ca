import type { Key } from "../keyboard/keys.ts";
import type { Point } from "../pointer/point.ts";
import type { Hand } from "./hand.ts";

const MIDDLE: Point = { x: 0.5, y: 0.5 };

/** What is held down, and where the pointer is, so that nothing stays pressed, whatever happens in between. */
export class Grip {
  readonly #keys = new Map<string, Key>();
  #hand: Hand | undefined;
  #isButtonDown = false;
  #at = MIDDLE;
  #moves = 0;

  /** Where the pointer is; before its first move, the middle is as good as any place. */
  get at(): Point {
    return this.#at;
  }

  /** How often the pointer was moved so far. */
  get moves(): number {
    return this.#moves;
  }

  /** Goes on with a hand; what was held before is released by a new one, whose machine may hold it still. */
  async take(hand: Hand): Promise<void> {
    if (hand === this.#hand) return;
    this.#hand = hand;
    await this.releaseAll();
  }

  async move(to: Point): Promise<void> {
    await this.#hand?.move(to);
    this.#at = to;
    this.#moves += 1;
  }

  async pressButton(): Promise<void> {
    this.#isButtonDown = true;
    await this.#hand?.button(true);
  }

  async releaseButton(): Promise<void> {
    await this.#hand?.button(false);
    this.#isButtonDown = false;
  }

  async press(key: Key): Promise<void> {
    this.#keys.set(key.qcode, key);
    await this.#hand?.key(key, true);
  }

  async release(key: Key): Promise<void> {
    await this.#hand?.key(key, false);
    this.#keys.delete(key.qcode);
  }

  /** Of what is held, the last first. Tries all, and throws the first error. */
  async releaseAll(): Promise<void> {
    const undo = [...this.#keys.values()].reverse().map((key) => () => this.release(key));
    if (this.#isButtonDown) undo.push(() => this.releaseButton());
    const errors: unknown[] = [];
    for (const one of undo) await one().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}
