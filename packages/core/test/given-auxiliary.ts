import { Auxiliary, type AuxiliaryClass } from "../src/index.ts";

/** A class whose hooks are given; both answer true by default. */
export function auxiliary(hooks: { start?: () => unknown; stop?: () => unknown } = {}): AuxiliaryClass {
  return class Given extends Auxiliary {
    start() {
      return (hooks.start?.() ?? true) as boolean;
    }
    stop() {
      return (hooks.stop?.() ?? true) as boolean;
    }
  };
}

/** A hook that never settles. */
export const never = () => new Promise<boolean>(() => {});

/** A hook that throws. */
export const throws = (message: string) => () => {
  throw new Error(message);
};

/** A hook that resolves to something. */
export const answers = (value: unknown) => () => Promise.resolve(value);
