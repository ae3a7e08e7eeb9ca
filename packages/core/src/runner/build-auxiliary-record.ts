import type { AuxiliaryRecord } from "../record/record.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";
import type { AuxiliaryFindings } from "./auxiliary-findings.ts";

/** Whose record it is. */
export interface RecordedAuxiliary extends Pick<AuxiliaryRecord, "name" | "order" | "state"> {
  readonly entry: AuxiliaryEntry;
}

/** What came of its lives. */
export interface LivesRecord {
  readonly reason: AuxiliaryRecord["reason"] | undefined;
  readonly start: AuxiliaryRecord["start"] | undefined;
  readonly stop: AuxiliaryRecord["stop"] | undefined;
  readonly gaps: NonNullable<AuxiliaryRecord["gaps"]>;
}

/** The record of one auxiliary, without what there is not. */
export function buildAuxiliaryRecord(
  { name, order, state, entry }: RecordedAuxiliary,
  { reason, start, stop, gaps }: LivesRecord,
  findings: AuxiliaryFindings,
): AuxiliaryRecord {
  const { package: packageName, version } = entry;
  return {
    name,
    ...(packageName === undefined ? {} : { package: packageName }),
    ...(version === undefined ? {} : { version }),
    order,
    required: entry.required ?? false,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(start === undefined ? {} : { start }),
    ...(stop === undefined ? {} : { stop }),
    ...(gaps.length === 0 ? {} : { gaps: [...gaps] }),
    problems: [...findings.problems],
    figures: { ...findings.figures },
    artifacts: findings.artifacts,
  };
}
