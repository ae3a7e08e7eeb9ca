import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuxiliaryRecord, AuxiliaryRunner, type Machine } from "@aux/core";
import { Screenshot, type Shot } from "../src/index.ts";
import { decodePng, type Picture } from "../test/decode-png.ts";

/** A run of the module, with a folder of its own. */
export class RecordedScreen implements AsyncDisposable {
  readonly folder: string;
  readonly runner: AuxiliaryRunner;
  readonly #colours = new Map<string, string>();

  /** @param folder where the analysis folder goes; default: a temporary one */
  constructor(
    machine: Partial<Machine>,
    options: Readonly<Record<string, unknown>> = {},
    folder = mkdtempSync(join(tmpdir(), "shots-")),
  ) {
    this.folder = folder;
    this.runner = new AuxiliaryRunner({
      auxiliaries: [{ Class: Screenshot, name: "screenshot", options, required: true, minFreeBytes: 0 }],
      analysisPath: join(folder, "analysis"),
      task: { id: "1" },
      machine: { name: "vm", ...machine },
    });
  }

  /** What the index says so far. */
  get shots(): readonly Shot[] {
    return JSON.parse(readFileSync(join(this.folder, "analysis/shots/index.json"), "utf8"));
  }

  look(shot: Shot | undefined): Picture {
    return decodePng(readFileSync(join(this.folder, "analysis/shots", String(shot?.file))));
  }

  /** The colour of each picture so far in hexadecimal: `mixed` for one of several. */
  get colours(): readonly string[] {
    return this.shots.map((shot) => {
      const colour = this.#colours.get(shot.file) ?? colourOf(this.look(shot));
      this.#colours.set(shot.file, colour);
      return colour;
    });
  }

  async stop(): Promise<AuxiliaryRecord> {
    const [found] = (await this.runner.stop()).auxiliaries;
    if (found === undefined) throw new Error("the record holds no screenshot");
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.runner[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function codesOf({ problems }: AuxiliaryRecord): readonly string[] {
  return problems.map(({ code }) => code);
}

function colourOf({ rgb }: Picture): string {
  const first = rgb.subarray(0, 3);
  const isPlain = rgb.subarray(3).equals(rgb.subarray(0, -3));
  return isPlain ? first.toString("hex") : "mixed";
}
