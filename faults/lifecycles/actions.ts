import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem, Undo } from "@aux/core";

/** What a module may ask of its runner in any of its hooks. */
export interface ActionHost {
  readonly name: string;
  readonly analysisPath: string;
  readonly artifact: (path: string) => string;
  readonly problem: (problem: Problem) => void;
  readonly figure: (name: string, value: never) => void;
  /** Registers something that was acquired, with how to undo it. */
  readonly acquire: (undo: Undo) => void;
  readonly inject: (what: string) => void;
}

/** Something that a hook does before it ends. */
export interface Action {
  readonly isWell?: boolean;
  readonly act: (host: ActionHost) => void;
}

const NEVER_MS = 3_600_000;
const forever = () => new Promise<never>(() => {});
const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const MINE: Problem = { code: "AUX_MINE", message: "something is missing", remedy: "bring it" };

function undone(undo: Undo, isWell = false): Action {
  return { isWell, act: ({ acquire }) => acquire(undo) };
}

const ACTIONS_BY_NAME = {
  "acquires something": undone(() => {}, true),
  "acquires something whose undo takes a while": undone(() => later(50), true),
  "acquires something whose undo throws": undone(() => {
    throw new Error("stuck");
  }),
  "acquires something whose undo rejects": undone(() => Promise.reject(new Error("stuck"))),
  "acquires something whose undo throws no text": undone(() => Promise.reject(Object.create(null))),
  "acquires something whose undo hangs": undone(forever),
  "acquires something whose undo takes an hour": undone(() => later(NEVER_MS)),
  "acquires something whose undo acquires": {
    act: ({ acquire }) => acquire(() => acquire(() => {})),
  },
  "acquires something too late": {
    act: ({ acquire }) => void setTimeout(() => acquire(() => {}), 120),
  },
  "acquires something too late whose undo throws": {
    act: ({ acquire }) =>
      void setTimeout(() => {
        acquire(() => {
          throw new Error("stuck");
        });
      }, 120),
  },
  "leaves a file": {
    isWell: true,
    act: ({ artifact, name }) => writeFileSync(artifact(`${name}.txt`), "whole"),
  },
  "declares a file that is not there": { act: ({ artifact }) => void artifact("missing.txt") },
  "declares the folder itself": { act: ({ artifact }) => void artifact(".") },
  "declares a file outside": { act: ({ artifact }) => void artifact("../outside.txt") },
  "declares a file with a NUL": { act: ({ artifact }) => void artifact("a\0b") },
  "puts a folder where its file should be": {
    act: ({ artifact, analysisPath }) => void artifact(join(analysisPath, "logs")),
  },
  "says a problem": { act: ({ problem }) => problem(MINE) },
  "says a problem later": { act: ({ problem }) => void setTimeout(() => problem(MINE), 90) },
  "says a problem that is none": { act: ({ problem }) => problem(undefined as never) },
  "gives a figure": { isWell: true, act: ({ figure }) => figure("packets", 7 as never) },
  "gives a figure that JSON does not know": { act: ({ figure }) => figure("packets", 7n as never) },
  "gives a figure that holds itself": { act: ({ figure }) => figure("packets", circle() as never) },
  "gives a figure that is no number": { act: ({ figure }) => figure("packets", Number.NaN as never) },
  "throws where nobody waits": {
    act: () =>
      void setTimeout(() => {
        throw new Error("stray");
      }, 30),
  },
} as const satisfies Record<string, Action>;

function circle(): object {
  const around: Record<string, unknown> = {};
  around.around = around;
  return around;
}

export type ActionName = keyof typeof ACTIONS_BY_NAME;
export const ACTIONS: Readonly<Record<ActionName, Action>> = ACTIONS_BY_NAME;
export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];
