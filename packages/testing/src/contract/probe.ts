import type { AuxiliaryClass, AuxiliaryInstance } from "@aux/core";

/** How a probe changes what the runner does with the instance. */
export interface ProbeOptions {
  /** Called around the constructor. */
  readonly aroundConstructor?: (construct: () => void) => void;
  /** Called instead of `start()`. */
  readonly aroundStart?: (start: () => unknown) => unknown;
  /** Called instead of `stop()`. */
  readonly aroundStop?: (stop: () => unknown) => unknown;
}

/** Stands between the runner and an auxiliary's class, so that a test sees the instance that the runner makes. */
export class Probe {
  /** Give this one to the runner. */
  readonly Class: AuxiliaryClass;
  readonly #options: ProbeOptions;
  #instance: AuxiliaryInstance | undefined;
  #startCalls = 0;
  #startsEnded = 0;

  constructor(Class: AuxiliaryClass, options: ProbeOptions = {}) {
    this.#options = options;
    this.Class = new Proxy(Class, {
      construct: (target, args, newTarget) =>
        this.#construct(() => Reflect.construct(target, args, newTarget)),
    });
  }

  /** Undefined until the runner has made it. */
  get instance(): AuxiliaryInstance | undefined {
    return this.#instance;
  }

  /** True while a call of `start()` has not ended, whatever the runner did about it. */
  get isStarting(): boolean {
    return this.#startCalls > this.#startsEnded;
  }

  #construct(make: () => AuxiliaryInstance): AuxiliaryInstance {
    let made: AuxiliaryInstance | undefined;
    const construct = () => {
      made = make();
    };
    if (this.#options.aroundConstructor === undefined) construct();
    else this.#options.aroundConstructor(construct);
    if (made === undefined) throw new Error("the constructor was not called");
    this.#instance = this.#watch(made);
    return made;
  }

  /** Own members go before those of the prototype, and `this` stays the instance, private members included. */
  #watch(instance: AuxiliaryInstance): AuxiliaryInstance {
    const originalStart = instance.start.bind(instance);
    const callStop = instance.stop.bind(instance);
    const { aroundStart, aroundStop } = this.#options;
    const callStart = () => this.#countStart(originalStart);
    const define = (name: "start" | "stop", value: () => unknown) =>
      Object.defineProperty(instance, name, { value, configurable: true });
    define("start", () => (aroundStart === undefined ? callStart() : aroundStart(callStart)));
    define("stop", () => (aroundStop === undefined ? callStop() : aroundStop(callStop)));
    return instance;
  }

  #countStart(start: () => unknown): unknown {
    this.#startCalls++;
    const end = () => {
      this.#startsEnded++;
    };
    try {
      const answer = start();
      if (answer instanceof Promise) answer.then(end, end);
      else end();
      return answer;
    } catch (error) {
      end();
      throw error;
    }
  }
}
