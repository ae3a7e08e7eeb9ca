const GOLDEN = 0x9e3779b9;
const TWO_TO_32 = 4_294_967_296;

/** Numbers by chance that are the same for the same seed, on every machine. */
export class Random {
  #state: number;

  /** @param seed a whole number, of which 32 bits count */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to 1, without 1. A Weyl sequence whose steps are hashed (the finaliser of MurmurHash3). */
  next(): number {
    this.#state = (this.#state + GOLDEN) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / TWO_TO_32;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** True so often: 0 never, 1 always. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.next() * items.length)] ?? items[0];
  }

  /** One of several, each as often as its weight says. */
  pickWeighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item | undefined {
    let left = this.next() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return undefined;
  }

  /** The seed of a row of numbers that is independent of how far this one is read. */
  fork(): number {
    return Math.floor(this.next() * TWO_TO_32);
  }
}
