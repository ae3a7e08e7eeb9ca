import { Auxiliary, type AuxiliaryContext, type AuxiliaryEntry, type Problem, type Undo } from "@aux/core";
import { ACTIONS, type ActionHost } from "./actions.ts";
import { ENDINGS, type EndingHook } from "./endings.ts";
import type { HookName, HookPlan, ModulePlan } from "./plan.ts";
import type { Trace } from "./trace.ts";

/** The entry of a module that does what its plan says, and tells the trace. */
export function buildPlannedEntry(name: string, plan: ModulePlan, trace: Trace): AuxiliaryEntry {
  class Planned extends Auxiliary {
    override order = plan.order;
    override enabled = plan.isEnabled;
    override hookTimeoutMs = plan.hookTimeoutMs;

    constructor(context: AuxiliaryContext) {
      super(context);
      void this.#play("construct");
    }
    start() {
      const answer = this.#play("start");
      noticeTrue(answer, () => this.#cameTrue());
      return answer as boolean;
    }
    stop() {
      return this.#play("stop") as boolean;
    }
    override machineStarted() {
      return this.#play("machineStarted");
    }
    override machineStopping() {
      return this.#play("machineStopping");
    }
    override check() {
      const answer = this.#play("check");
      return (answer === true ? [] : answer) as readonly Problem[];
    }

    #play(hook: HookName): unknown {
      trace.add({ type: "called", module: name, hook });
      const host = this.#buildHost();
      for (const action of plan[hook].actions) {
        if (ACTIONS[action].isWell !== true) host.inject(action);
        ACTIONS[action].act(host);
      }
      return end(plan[hook], hook, this.#buildEndingHook(hook), host);
    }

    #buildHost(): ActionHost {
      return {
        name,
        analysisPath: this.analysisPath,
        artifact: (path) => this.artifact(path, { kind: "text" }),
        problem: (problem) => this.problem(problem),
        figure: (figure, value) => this.figure(figure, value),
        acquire: (undo) => this.#acquire(undo),
        inject: (what) => trace.add({ type: "injected", what }),
      };
    }

    #acquire(undo: Undo): void {
      const thing = trace.nextThing();
      trace.add({ type: "acquired", module: name, thing });
      this.onCleanup(() => {
        trace.add({ type: "undone", module: name, thing });
        return undo();
      });
    }

    #cameTrue(): void {
      trace.add({ type: "came true", module: name });
    }

    #buildEndingHook(hook: HookName): EndingHook {
      const { afterMs = 0 } = plan[hook];
      return {
        wait: () => new Promise<void>((resolve) => setTimeout(resolve, afterMs)),
        signal: this.signal,
        skip: (reason) => this.skip(reason),
        cameTrue: () => (hook === "start" ? this.#cameTrue() : undefined),
      };
    }
  }
  const { startTimeoutMs, stopTimeoutMs, isRequired: required } = plan;
  return { Class: Planned, name, required, startTimeoutMs, stopTimeoutMs };
}

function end(plan: HookPlan, hook: HookName, ending: EndingHook, { inject }: ActionHost): unknown {
  const { now, later, isWell } = ENDINGS[plan.ending];
  if (isWell !== true) inject(`${hook}: ${plan.ending}`);
  if (plan.afterMs === undefined && now !== undefined) return now(ending);
  return hook === "construct" ? true : later(ending);
}

/** Tells when an answer is `true`, the moment that its promise says so. */
function noticeTrue(answer: unknown, notice: () => void): void {
  if (answer === true) notice();
  if (!(answer instanceof Promise)) return;
  answer.then(
    (value) => {
      if (value === true) notice();
    },
    () => {},
  );
}
