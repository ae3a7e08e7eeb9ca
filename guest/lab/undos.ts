/** What is to be undone, last first; one that fails keeps no other from being done. */
export class Undos {
  readonly #undos: (() => unknown)[] = [];

  add(undo: () => unknown): void {
    this.#undos.push(undo);
  }

  async run(): Promise<void> {
    for (const undo of this.#undos.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        console.error(`the lab could not undo all: ${String(error)}`);
      }
    }
  }
}
