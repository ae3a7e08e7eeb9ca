import { describe, expect, it } from "vitest";
import { FedStream, listSplits } from "../../test/fed-stream.ts";
import { counted, serverInit, u32 } from "../../test/server-bytes.ts";
import { RfbConnection } from "../rfb-connection.ts";
import { type Agreement, shakeHands } from "./handshake.ts";

const CHALLENGE = Buffer.from("0123456789abcdef");
const INIT = serverInit(640, 480);

async function shake(chunks: Iterable<Buffer>, password?: string) {
  const stream = new FedStream(chunks);
  const connection = new RfbConnection(stream, "a server");
  const agreement: Agreement = await shakeHands(connection, { password, isShared: true, waitFor: () => {} });
  return { agreement, said: Buffer.concat(stream.written) };
}

const banner = (version: string) => Buffer.from(`RFB ${version}\n`);
const none = [Buffer.from([2, 1, 16])];
const vnc = [Buffer.from([1, 2]), CHALLENGE];

describe("the handshake", () => {
  it.each([
    ["003.003", "3.3", "none", [u32(1)], "RFB 003.003\n\x01"],
    ["003.005", "3.3", "none", [u32(1)], "RFB 003.003\n\x01"],
    ["003.007", "3.7", "none", none, "RFB 003.007\n\x01\x01"],
    ["003.008", "3.8", "none", [...none, u32(0)], "RFB 003.008\n\x01\x01"],
    ["003.889", "3.8", "none", [...none, u32(0)], "RFB 003.008\n\x01\x01"],
    ["004.001", "3.8", "none", [...none, u32(0)], "RFB 003.008\n\x01\x01"],
  ])(
    "with a server of %s speaks %s, wherever its bytes are cut",
    async (version, spoken, security, parts, said) => {
      for (const chunks of listSplits(Buffer.concat([banner(version), ...parts, INIT]))) {
        const result = await shake(chunks);
        expect(result.agreement).toEqual({
          version: spoken,
          security,
          width: 640,
          height: 480,
          name: "a desktop",
        });
        expect(result.said.toString("latin1")).toBe(said);
      }
    },
  );

  it.each([
    ["003.003", [u32(2), CHALLENGE]],
    ["003.007", vnc],
    ["003.008", vnc],
  ])("of %s answers the challenge with the password", async (version, parts) => {
    const { agreement, said } = await shake([banner(version), ...parts, u32(0), INIT], "secret");
    expect(agreement.security).toBe("vnc");
    expect(said.subarray(-17, -1)).toHaveLength(16);
    const other = await shake([banner(version), ...parts, u32(0), INIT], "Secret");
    expect(other.said).not.toEqual(said);
  });

  it("uses no password where none is asked for", async () => {
    expect((await shake([banner("003.008"), ...none, u32(0), INIT], "secret")).agreement.security).toBe(
      "none",
    );
  });

  it.each([
    ["HTTP/1.1 400 Bad Request", [Buffer.from("HTTP/1.1 400 Bad Request\r\n")], "AUX_RFB_NOT_RFB", "HTTP"],
    ["a version of nonsense", [Buffer.from("RFB xxx.yyy\n")], "AUX_RFB_NOT_RFB", "xxx"],
    ["a refusal", [banner("003.008"), Buffer.from([0]), counted("too many")], "AUX_RFB_REFUSED", "too many"],
    [
      "a refusal of 3.3",
      [banner("003.003"), u32(0), counted("no\u001b[31m way")],
      "AUX_RFB_REFUSED",
      "no \\[31m way",
    ],
    [
      "a refusal without end",
      [banner("003.003"), u32(0), u32(-1), Buffer.alloc(9999, "x")],
      "AUX_RFB_REFUSED",
      "x{1024}$",
    ],
    [
      "the wish for a password",
      [banner("003.008"), ...vnc],
      "AUX_RFB_PASSWORD_MISSING",
      "asks for a password",
    ],
    [
      "TLS only",
      [banner("003.008"), Buffer.from([3, 0, 18, 99])],
      "AUX_RFB_SECURITY_UNSUPPORTED",
      "type 0, TLS, type 99",
    ],
    ["a refusal after None", [banner("003.008"), ...none, u32(1), counted("go")], "AUX_RFB_REFUSED", "go"],
    [
      "a name without end",
      [banner("003.007"), ...none, serverInit(1, 1, "x".repeat(5000))],
      "AUX_RFB_TOO_LONG",
      "5000",
    ],
    ["its end", [banner("003.008"), Buffer.from([5, 1])], "AUX_RFB_CLOSED", "closed"],
  ])("with a server that sends %s fails with a code", async (_, chunks, code, message) => {
    await expect(shake(chunks)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([
    ["003.007", u32(1), "no reason is given"],
    ["003.008", Buffer.concat([u32(1), counted("Authentication failed")]), "Authentication failed"],
  ])("of %s with a wrong password fails with AUX_RFB_PASSWORD_REFUSED", async (version, result, reason) => {
    await expect(shake([banner(version), ...vnc, result], "wrong")).rejects.toMatchObject({
      code: "AUX_RFB_PASSWORD_REFUSED",
      message: expect.stringContaining(reason) as string,
    });
  });
});
