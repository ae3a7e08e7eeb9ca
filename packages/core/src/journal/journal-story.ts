import type { Problem } from "../errors/problem.ts";
import type { AuxiliaryRecord, Instant, Phase } from "../record/record.ts";
import type {
  ArtifactDeclared,
  JournalLine,
  StateChanged,
  ThingAcquired,
  ToolSpawned,
} from "./journal-event.ts";
import type { JournalText } from "./read-journal.ts";

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** An auxiliary as far as the journal tells of it. */
export interface AuxiliaryStory {
  readonly known: Omit<AuxiliaryRecord, "problems" | "figures" | "artifacts">;
  readonly problems: readonly Problem[];
  readonly artifacts: readonly ArtifactDeclared[];
}

/** What a journal comes to: how far the run got, and what was still there. */
export interface JournalStory {
  /** The last moment the runner is known to have lived. */
  readonly lastSign: Instant;
  /** True when the run was ended in order, or is recovered. */
  readonly hasEnded: boolean;
  /** Programs that have not ended. */
  readonly tools: readonly ToolSpawned[];
  /** What is not undone, newest first. */
  readonly acquired: readonly ThingAcquired[];
  readonly auxiliaries: readonly AuxiliaryStory[];
  readonly phases: readonly Phase[];
  readonly problems: readonly Problem[];
}

/** Tells what a journal comes to. */
export function tellStory({ began, lines }: JournalText): JournalStory {
  const teller = new Teller();
  for (const line of lines) teller.hear(line);
  const lastSign = lines.at(-1)?.at ?? began.at;
  return { lastSign, ...teller.tell() };
}

interface Draft {
  known: Writable<AuxiliaryStory["known"]>;
  readonly problems: Problem[];
  readonly artifacts: ArtifactDeclared[];
}

class Teller {
  readonly #tools = new Map<string, ToolSpawned>();
  readonly #acquired = new Map<number, ThingAcquired>();
  readonly #auxiliaries = new Map<string, Draft>();
  readonly #phases = new Map<string, Phase>();
  readonly #problems: Problem[] = [];
  #hasEnded = false;

  hear(line: JournalLine): void {
    switch (line.event) {
      case "tool":
        this.#tools.set(`${line.pid} ${line.startTicks}`, line);
        break;
      case "tool-end":
        this.#tools.delete(`${line.pid} ${line.startTicks}`);
        break;
      case "acquired":
        this.#acquired.set(line.id, line);
        break;
      case "released":
        this.#acquired.delete(line.id);
        break;
      case "phase":
        this.#phases.set(`${line.phase.name} ${line.phase.started.monotonicMs}`, line.phase);
        break;
      case "end":
        this.#hasEnded = true;
        break;
      default:
        this.#hearOfAuxiliary(line);
    }
  }

  #hearOfAuxiliary(line: JournalLine): void {
    if (line.event === "auxiliary") {
      const { event: _, at: __, ...known } = line;
      this.#auxiliaries.set(line.name, { known: withoutUndefined(known), problems: [], artifacts: [] });
    }
    if (line.event === "problem") this.#problemsOf(line.auxiliary).push(line.problem);
    if (line.event === "artifact") this.#auxiliaries.get(line.auxiliary)?.artifacts.push(line);
    if (line.event === "state") this.#changeState(line);
  }

  tell(): Omit<JournalStory, "lastSign"> {
    return {
      hasEnded: this.#hasEnded,
      tools: [...this.#tools.values()],
      acquired: [...this.#acquired.values()].toReversed(),
      auxiliaries: [...this.#auxiliaries.values()],
      phases: [...this.#phases.values()],
      problems: this.#problems,
    };
  }

  #problemsOf(auxiliary: string | undefined): Problem[] {
    return (
      (auxiliary === undefined ? undefined : this.#auxiliaries.get(auxiliary)?.problems) ?? this.#problems
    );
  }

  #changeState({ auxiliary, state, reason, at }: StateChanged & { readonly at: Instant }): void {
    const known = this.#auxiliaries.get(auxiliary)?.known;
    if (known === undefined) return;
    // One that is started again after a crash has started before.
    if (state === "starting") known.start ??= { began: at };
    if (known.state === "starting" && known.start?.ended === undefined && known.start !== undefined)
      known.start = { began: known.start.began, ended: at };
    if (state === "stopping") known.stop = { began: at };
    if (known.state === "stopping" && known.stop !== undefined)
      known.stop = { began: known.stop.began, ended: at };
    known.state = state;
    if (reason !== undefined) known.reason = reason;
  }
}

/** What an optional member that is there and undefined becomes: not there. */
function withoutUndefined(known: object): Draft["known"] {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as never;
}
