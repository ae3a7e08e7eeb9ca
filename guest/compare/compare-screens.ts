import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "./compare-capture.ts";
import { readPicture } from "./read-picture.ts";
import { nameScreen } from "./screen-colours.ts";

/** A picture of the result, and what is on it. */
export interface NamedShot {
  /** Inside the analysis folder. */
  readonly path: string;
  /** `blue`, `stripes`, `other`. */
  readonly name: string;
  readonly wall: string;
  readonly width: number;
  readonly height: number;
}

interface IndexEntry {
  readonly file: string;
  readonly wall: string;
  readonly width: number;
  readonly height: number;
}

/** Looks at every picture that the index names, in its order. */
export function nameShots(analysisPath: string): NamedShot[] {
  const index: IndexEntry[] = JSON.parse(readFileSync(join(analysisPath, "shots/index.json"), "utf8"));
  return index.map(({ file, wall, width, height }) => {
    const path = `shots/${file}`;
    return { path, wall, width, height, name: nameScreen(readPicture(join(analysisPath, path))) };
  });
}

/** Holds the pictures against what the guest says it showed: each has one, in the guest's order. */
export function compareScreens(told: readonly string[], shots: readonly NamedShot[]): Comparison {
  const missing: string[] = [];
  let next = 0;
  for (const name of told) {
    const at = shots.findIndex((shot, index) => index >= next && shot.name === name);
    if (at === -1) missing.push(`the screen ${name}`);
    else next = at + 1;
  }
  const found = told.length - missing.length;
  return { source: "screens that the guest says it showed, in its order", told: told.length, found, missing };
}
