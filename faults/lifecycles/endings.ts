import { AuxiliaryError } from "@aux/core";

/** What an ending may use of the hook that it ends. */
export interface EndingHook {
  /** Resolves after the plan's time; at once where it has none. */
  readonly wait: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly skip: (reason: string) => never;
  /** Notes that `true` was said; a promise of another library is asked once only. */
  readonly cameTrue: () => void;
}

/** One way in which a hook comes to its end. */
export interface Ending {
  readonly isWell?: boolean;
  /** Called where the hook is synchronous; where this is missing, the asynchronous one is taken. */
  readonly now?: (hook: EndingHook) => unknown;
  readonly later: (hook: EndingHook) => PromiseLike<unknown>;
}

const forever = () => new Promise<never>(() => {});
/** No prototype: it cannot even be made a text. */
const bare = () => Object.create(null) as object;

function answers(value: unknown): Ending {
  return { now: () => value, later: ({ wait }) => wait().then(() => value) };
}

function throws(thrown: () => unknown): Ending {
  const fail = () => {
    throw thrown();
  };
  return { now: fail, later: ({ wait }) => wait().then(fail) };
}

function onAbort(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then();
  else signal.addEventListener("abort", then, { once: true });
}

/** A promise as another library makes it, which settles as it likes. */
function thenable(settle: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void) {
  return ({ wait, cameTrue }: EndingHook) => {
    let isSettled = false;
    const once = (then: () => void) => {
      if (!isSettled) then();
      isSettled = true;
    };
    const then = (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
      const sayTrue = (value: unknown) => {
        once(cameTrue);
        resolve(value);
      };
      const fail = (reason: unknown) => {
        once(() => {});
        reject(reason);
      };
      void wait().then(() => settle(sayTrue, fail));
    };
    const foreign = {};
    Reflect.set(foreign, "then", then);
    return foreign as PromiseLike<unknown>;
  };
}

const ENDINGS_BY_NAME = {
  true: { ...answers(true), isWell: true },
  false: answers(false),
  nothing: answers(undefined),
  text: answers("true"),
  function: answers(() => true),
  error: throws(() => new Error("no luck")),
  "no error": throws(() => "text"),
  "something without text": throws(bare),
  "an error without problems": throws(() =>
    Object.assign(new Error("odd"), { [Symbol.for("aux.error")]: true }),
  ),
  "an error with code": throws(
    () => new AuxiliaryError({ code: "AUX_MINE", message: "mine", remedy: "do it" }),
  ),
  skip: {
    now: ({ skip }) => skip("does not apply"),
    later: ({ wait, skip }) => wait().then(() => skip("no")),
  },
  hang: { later: forever },
  "true at the abort": {
    later: ({ signal }) => new Promise((resolve) => onAbort(signal, () => resolve(true))),
  },
  "error at the abort": {
    later: ({ signal }) => new Promise((_, reject) => onAbort(signal, () => reject(new Error("aborted")))),
  },
  "true twice": {
    later: thenable((resolve) => {
      resolve(true);
      resolve(true);
    }),
  },
  "true, then an error": {
    later: thenable((resolve, reject) => {
      resolve(true);
      reject(new Error("changed my mind"));
    }),
  },
  "an error, then true": {
    later: thenable((resolve, reject) => {
      reject(new Error("no luck"));
      resolve(true);
    }),
  },
} as const satisfies Record<string, Ending>;

export type EndingName = keyof typeof ENDINGS_BY_NAME;
export const ENDINGS: Readonly<Record<EndingName, Ending>> = ENDINGS_BY_NAME;
export const ENDING_NAMES = Object.keys(ENDINGS) as EndingName[];
