import { describe, expect, it } from "vitest";
import { buildChallengeAnswer } from "./vnc-authentication.ts";

describe("the answer to a challenge", () => {
  it("is DES with the mirrored password as its key", () => {
    // The best known example of DES: key 0123456789abcdef, text "Now is t", here with the key's bits mirrored.
    const password = Buffer.from("80c4a2e691d5b3f7", "hex").toString("latin1");
    const answer = buildChallengeAnswer(password, Buffer.from("Now is tNow is t"));
    expect(answer.toString("hex")).toBe("3fa40e8a984d4815".repeat(2));
  });

  it("knows the first eight bytes of a password only, and fills up short ones", () => {
    const challenge = Buffer.alloc(16, 7);
    expect(buildChallengeAnswer("12345678", challenge)).toEqual(buildChallengeAnswer("123456789", challenge));
    expect(buildChallengeAnswer("", challenge)).toHaveLength(16);
    expect(buildChallengeAnswer("1234567", challenge)).not.toEqual(
      buildChallengeAnswer("12345678", challenge),
    );
  });
});
