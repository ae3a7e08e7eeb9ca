import type { HookName } from "./plan.ts";

/** What happened, in order, with the virtual time. */
export type TraceEvent =
  | { readonly type: "called"; readonly module: string; readonly hook: HookName; readonly atMs: number }
  /** `start()` came true, in time or too late. */
  | { readonly type: "came true"; readonly module: string; readonly atMs: number }
  | {
      readonly type: "acquired" | "undone";
      readonly module: string;
      readonly thing: number;
      readonly atMs: number;
    }
  | { readonly type: "heard"; readonly what: string; readonly atMs: number }
  | { readonly type: "intruded"; readonly what: string; readonly atMs: number }
  | { readonly type: "injected"; readonly what: string; readonly atMs: number };

type Untimed<Event> = Event extends TraceEvent ? Omit<Event, "atMs"> : never;

/** The story of one lifecycle. Whoever listens may act in the middle of it. */
export class Trace {
  readonly events: TraceEvent[] = [];
  readonly #onEvent: (count: number) => void;
  #things = 0;

  constructor(onEvent: (count: number) => void) {
    this.#onEvent = onEvent;
  }

  /** A number for something that is acquired. */
  nextThing(): number {
    this.#things += 1;
    return this.#things;
  }

  add(event: Untimed<TraceEvent>): void {
    this.events.push({ ...event, atMs: Date.now() } as TraceEvent);
    this.#onEvent(this.events.length);
  }

  of<Type extends TraceEvent["type"]>(type: Type): (TraceEvent & { readonly type: Type })[] {
    return this.events.filter((event) => event.type === type) as (TraceEvent & { readonly type: Type })[];
  }
}
