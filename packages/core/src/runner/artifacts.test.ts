import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codesOf, only, runThrough } from "../../test/temporary-run.ts";
import { Auxiliary } from "../index.ts";

describe("artifacts", () => {
  class Writes extends Auxiliary {
    start() {
      writeFileSync(this.artifact("out/../note.txt", { kind: "text" }), "four");
      this.figure("notes", 1);
      return true;
    }
    stop() {
      return true;
    }
  }

  it("are in the record with size and sha256, figures beside them", async () => {
    expect(only(await runThrough([Writes]))).toMatchObject({
      figures: { notes: 1 },
      artifacts: [
        {
          path: "note.txt",
          kind: "text",
          bytes: 4,
          sha256: "04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00",
        },
      ],
    });
  });

  it("that are missing at the end are a problem", async () => {
    class Promises extends Writes {
      override start() {
        this.artifact("dump.pcap", { kind: "pcap" });
        return true;
      }
    }
    const auxiliary = only(await runThrough([Promises]));
    expect(auxiliary.state).toBe("degraded");
    expect(codesOf(auxiliary)).toEqual(["AUX_ARTIFACT_MISSING"]);
  });

  it.each(["../outside.txt", "/etc/passwd", "", ".", "a/../../b", "nul\0.txt"])(
    "must not be at %j",
    async (path) => {
      class Escapes extends Writes {
        override start() {
          this.artifact(path, { kind: "text" });
          return true;
        }
      }
      expect(codesOf(only(await runThrough([Escapes])))).toEqual(["AUX_ARTIFACT_OUTSIDE"]);
    },
  );
});
