import { reasonOf } from "@aux/core";

/** How to undo what was acquired, newest first, each once, whatever fails. */
export class UndoList {
  readonly #undos: (() => unknown)[] = [];

  add(undo: () => unknown): void {
    this.#undos.push(undo);
  }

  /** Rejects with the first failure once all is tried. */
  async undoAll(): Promise<void> {
    const errors: unknown[] = [];
    for (let undo = this.#undos.pop(); undo !== undefined; undo = this.#undos.pop()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, errors.map(reasonOf).join("; "));
  }
}
