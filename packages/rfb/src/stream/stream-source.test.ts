import { describe, expect, it } from "vitest";
import { FedStream } from "../../test/fed-stream.ts";
import { RfbError } from "../rfb-error.ts";
import { StreamSource } from "./stream-source.ts";

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(65_536);
}

describe("a stream's bytes", () => {
  it("are kept in a bounded number while nobody takes them, and go on afterwards", async () => {
    const stream = new FedStream(endless());
    const source = new StreamSource(stream);
    await new Promise((resolve) => stream.once("pause", resolve));
    expect(stream.readableLength).toBeLessThan(200_000);
    for (let taken = 0; taken < 100; taken++) expect(await source.wait(65_536)).toHaveLength(65_536);
    expect(source.bytesRead).toBe(6_553_600);
    stream.destroy();
  });

  it("that came before the end can still be taken", async () => {
    const stream = new FedStream([Buffer.from("abc")]);
    const source = new StreamSource(stream);
    await new Promise((resolve) => stream.once("close", resolve));
    expect((await source.wait(3)).toString()).toBe("abc");
    await expect(source.wait(1)).rejects.toMatchObject({ code: "AUX_RFB_CLOSED" });
  });

  it("are gone once it was given up, and whoever waits is told why", async () => {
    const source = new StreamSource(new FedStream(endless()));
    const reason = new RfbError("AUX_RFB_ABORTED", "enough");
    const waiting = source.wait(60_000);
    source.fail(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(source.takeSome(1)).rejects.toBe(reason);
  });

  it("that end with an error of the system name it", async () => {
    const stream = new FedStream(endless());
    const source = new StreamSource(stream);
    stream.destroy(new Error("ECONNRESET of the test"));
    await new Promise((resolve) => stream.once("close", resolve));
    const drained = async () => {
      for (;;) await source.takeSome(65_536);
    };
    await expect(drained()).rejects.toThrow("ECONNRESET of the test");
  });
});
