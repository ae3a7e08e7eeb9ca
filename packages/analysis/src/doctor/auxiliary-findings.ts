import { type Examination, type ExaminationRequest, examineAuxiliaries, reasonOf } from "@aux/core";
import { type Finding, findingsOf, problemFound, well } from "./finding.ts";

/** Examines the enabled auxiliaries, all at the same time: what each would lack, and what its trial has shown. */
export async function findAuxiliaries(request: ExaminationRequest): Promise<readonly Finding[]> {
  try {
    return (await examineAuxiliaries(request)).flatMap(describeExamination);
  } catch (error) {
    return findingsOf(`modules: ${reasonOf(error)}`, error);
  }
}

function describeExamination({ name, leftOut, shown, problems }: Examination): readonly Finding[] {
  if (problems.length > 0) return problems.map((problem) => problemFound(name, problem));
  if (leftOut !== undefined) return [well(name, `not run: ${leftOut}`)];
  return [well(name, shown ?? "it finds nothing missing")];
}
