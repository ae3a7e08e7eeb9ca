const SKIP_BRAND = Symbol.for("aux.skip");

/** Thrown by `this.skip(reason)`: the module does not apply to this task. */
export class Skip extends Error {
  readonly [SKIP_BRAND] = true;
}

export function isSkip(thrown: unknown): thrown is Skip {
  return thrown instanceof Error && SKIP_BRAND in thrown;
}
