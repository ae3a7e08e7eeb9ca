import { startRfb } from "../../src/connect-rfb.ts";
import { RfbError } from "../../src/rfb-error.ts";
import { FedStream } from "../fed-stream.ts";

const HANG_AFTER_MS = 10_000;

/** What became of one input: the code with which the client ended, `crash: …`, or `hang`. */
export async function tryInput(chunks: readonly Buffer[]): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("hang"), HANG_AFTER_MS);
  });
  try {
    return await Promise.race([readAll(new FedStream(chunks)), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(stream: FedStream): Promise<string> {
  try {
    const client = await startRfb(stream, "a fuzzed server", { password: "secret", messageTimeoutMs: 2_000 });
    for await (const change of client.updates()) {
      if (change.bytes < 4) return `crash: an update of ${change.bytes} bytes`;
    }
    return "crash: updates ended without a reason";
  } catch (error) {
    if (error instanceof RfbError) return stream.destroyed ? error.code : "crash: the stream is still open";
    return `crash: ${error instanceof Error ? error.stack : String(error)}`;
  }
}
