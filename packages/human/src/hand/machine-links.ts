import { setTimeout as sleep } from "node:timers/promises";
import { connectQmp, type QmpClient, QmpError } from "@aux/qmp";
import { connectRfb, type RfbAddress, type RfbClient, RfbError } from "@aux/rfb";
import type { ChangedAreas } from "../screen/changed-areas.ts";
import { Link } from "./link.ts";

const CONNECT_MS = 1_000;
/** A person does not see a change at once either; what happens in between comes together. */
const LOOK_MS = 300;

/** The connection to QEMU's monitor. */
export function createQmpLink(path: string): Link<QmpClient> {
  return new Link<QmpClient>({
    connect: (signal) => connectQmp({ path }, { timeoutMs: CONNECT_MS, signal }),
    use: async (client, signal) => {
      const end = () => client.close();
      signal.addEventListener("abort", end, { once: true });
      if (signal.aborted) end();
      const reason = await client.ended;
      signal.removeEventListener("abort", end);
      return reason;
    },
    close: (client) => client.close(),
    isAbsent: (error) => error instanceof QmpError && error.code === "AUX_QMP_UNREACHABLE",
  });
}

/** The connection to the VNC server, through which changes of the screen are seen, too. */
export function createVncLink(
  address: RfbAddress,
  areas: ChangedAreas,
  password: string | undefined,
): Link<RfbClient> {
  return new Link<RfbClient>({
    connect: (signal) => connectRfb(address, { password, signal, connectTimeoutMs: CONNECT_MS }),
    use: (client, signal) => watchChanges(client, areas, signal),
    close: (client) => client.close(),
    isAbsent: (error) => error instanceof RfbError && error.code === "AUX_RFB_UNREACHABLE",
  });
}

/** The first update is the whole screen, and no change. */
async function watchChanges(client: RfbClient, areas: ChangedAreas, signal: AbortSignal): Promise<void> {
  await client.nextUpdate({ signal });
  for await (const { rectangles } of client.updates({ signal })) {
    const { width, height } = client;
    areas.note(rectangles, { width, height }, performance.now());
    await sleep(LOOK_MS, undefined, { signal });
  }
}
