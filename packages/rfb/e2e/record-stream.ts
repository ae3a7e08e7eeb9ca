import { createConnection } from "node:net";
import type { VncServer } from "../../../fixtures/vnc-servers.ts";
import { type RfbClient, type RfbEncoding, startRfb } from "../src/index.ts";

/** What a real server has sent in a session of a few updates; `change` makes it send another. */
export async function recordStream(
  server: VncServer,
  encoding: RfbEncoding,
  change: (round: number, client: RfbClient) => void,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  const socket = createConnection(server.path);
  socket.on("data", (part: Buffer) => parts.push(part));
  const encodings: readonly RfbEncoding[] = [
    encoding,
    "copyrect",
    "cursor",
    "desktopSize",
    "extendedDesktopSize",
  ];
  const client = await startRfb(socket, server.path, { encodings, keepAwakeEveryMs: 250 });
  const signal = AbortSignal.timeout(20_000);
  for (let round = 0; round < 3; round++) {
    change(round, client);
    while ((await client.nextUpdate({ signal })).rectangles.length === 0);
  }
  await client.close();
  return Buffer.concat(parts);
}
