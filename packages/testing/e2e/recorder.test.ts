import { afterAll, describe, it } from "vitest";
import { describeAuxiliary } from "../src/index.ts";
import { Recorder } from "./fixtures/recorder.ts";
import { disposeTools, recorderContract } from "./fixtures/recorder-contract.ts";

afterAll(disposeTools);

describeAuxiliary(Recorder, { describe, it, ...recorderContract });
