import { setTimeout as sleep } from "node:timers/promises";
import type { Grip } from "./hand/grip.ts";
import { ENTER, findKeystroke, type Key, SHIFT } from "./keyboard/keys.ts";
import type { PlannedAction } from "./plan/action.ts";
import { Random } from "./plan/random.ts";
import { buildPointerPath } from "./pointer/curve.ts";
import { clampPoint, type Point } from "./pointer/point.ts";

/** What became of an action; filled as it happens, so that an interrupted one says how far it came. */
export interface Deed {
  /** Where the pointer was moved to. */
  at?: Point;
  /** Whether the place was chosen by what changed on the screen. */
  hasSeen?: boolean;
  /** Clicks done. */
  clicks?: number;
  /** Characters whose keys were pressed. */
  text?: string;
  /** Keys pressed, Shift among them. */
  presses: number;
}

/** What an action is done with. */
export interface Means {
  readonly grip: Grip;
  /** A place within what changed last, if anything did. */
  readonly findChanged: (within: Point) => Point | undefined;
  readonly signal: AbortSignal;
}

/** Does one action. Rejects when it is interrupted, or when the machine does not take it; `deed` says how far it came. */
export async function doAction(planned: PlannedAction, means: Means, deed: Deed): Promise<void> {
  const doer = new Doer(means, deed, new Random(planned.seed));
  if (planned.action === "enter") return doer.pressEnter();
  if (planned.action === "type") return doer.type(planned.text);
  await doer.move(planned.place);
  if (planned.action === "click") await doer.click(planned.clicks);
}

class Doer {
  readonly #means: Means;
  readonly #deed: Deed;
  readonly #random: Random;

  constructor(means: Means, deed: Deed, random: Random) {
    this.#means = means;
    this.#deed = deed;
    this.#random = random;
  }

  async move(place: Extract<PlannedAction, { action: "move" }>["place"]): Promise<void> {
    const { grip, findChanged } = this.#means;
    const seen = place.name === "changed" ? findChanged(place.within) : undefined;
    const to = clampPoint(seen ?? (place.name === "changed" ? place.otherwise : place.at));
    if (place.name === "changed") this.#deed.hasSeen = seen !== undefined;
    for (const { at, afterMs } of buildPointerPath(grip.at, to, this.#random)) {
      await this.#wait(afterMs);
      await grip.move(at);
      this.#deed.at = at;
    }
  }

  async click(count: number): Promise<void> {
    const { grip } = this.#means;
    this.#deed.clicks = 0;
    await this.#wait(this.#random.between(60, 220));
    for (let click = 0; click < count; click += 1) {
      if (click > 0) await this.#wait(this.#random.between(70, 130));
      await grip.pressButton();
      this.#deed.clicks += 1;
      await this.#wait(this.#random.between(50, 110));
      await grip.releaseButton();
    }
  }

  async type(text: string): Promise<void> {
    for (const character of text) {
      const stroke = findKeystroke(character);
      if (stroke === undefined) continue;
      if (stroke.isShifted) await this.#hold(SHIFT, () => this.#strike(stroke.key, character));
      else await this.#strike(stroke.key, character);
      await this.#wait(this.#random.between(40, 170));
    }
  }

  async pressEnter(): Promise<void> {
    await this.#strike(ENTER, "\n");
  }

  async #strike(key: Key, character: string): Promise<void> {
    await this.#hold(key, async () => {
      this.#deed.text = (this.#deed.text ?? "") + character;
    });
  }

  async #hold(key: Key, during: () => Promise<void>): Promise<void> {
    const { grip } = this.#means;
    await grip.press(key);
    this.#deed.presses += 1;
    await during();
    await this.#wait(this.#random.between(25, 70));
    await grip.release(key);
  }

  async #wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#means.signal });
  }
}
