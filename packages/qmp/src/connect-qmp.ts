import { connectSocket } from "./connect-socket.ts";
import { formatAddress, type QmpAddress } from "./qmp-address.ts";
import { QmpClient } from "./qmp-client.ts";
import { QmpConnection } from "./qmp-connection.ts";
import { QmpError, reasonOf } from "./qmp-error.ts";

/** How long connecting may take. */
export interface QmpConnectOptions {
  /** Until greeting and capabilities are exchanged, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to a monitor, waits for its greeting and negotiates. While nobody listens there, it tries again until the
 * deadline.
 *
 * @throws AUX_QMP_UNREACHABLE, AUX_QMP_NO_GREETING, AUX_QMP_NOT_QMP, AUX_QMP_CLOSED, AUX_QMP_LINE_TOO_LONG,
 * AUX_QMP_COMMAND_FAILED, AUX_QMP_ABORTED
 */
export async function connectQmp(address: QmpAddress, options: QmpConnectOptions = {}): Promise<QmpClient> {
  const { timeoutMs = 10_000, signal } = options;
  const deadline = new AbortController();
  const end = () => deadline.abort();
  const timer = setTimeout(end, timeoutMs);
  signal?.addEventListener("abort", end, { once: true });
  if (signal?.aborted === true) end();
  try {
    return await greet(address, deadline.signal, timeoutMs);
  } catch (error) {
    throw signal?.aborted === true ? aborted(address) : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}

async function greet(address: QmpAddress, deadline: AbortSignal, timeoutMs: number): Promise<QmpClient> {
  const name = formatAddress(address);
  const connection = new QmpConnection(await connectSocket(address, deadline), name);
  const beSilent = () => connection.end(silence(name, timeoutMs));
  deadline.addEventListener("abort", beSilent, { once: true });
  if (deadline.aborted) beSilent();
  try {
    const client = new QmpClient(connection, await connection.greeted);
    await client.execute("qmp_capabilities", undefined, { timeoutMs: timeoutMs + 1_000 });
    return client;
  } catch (error) {
    connection.end(error instanceof QmpError ? error : new QmpError("AUX_QMP_CLOSED", reasonOf(error)));
    throw error;
  } finally {
    deadline.removeEventListener("abort", beSilent);
  }
}

function silence(name: string, timeoutMs: number): QmpError {
  const message = `${name} took the connection, and no monitor greeted within ${timeoutMs} ms`;
  return new QmpError("AUX_QMP_NO_GREETING", message);
}

function aborted(address: QmpAddress): QmpError {
  return new QmpError("AUX_QMP_ABORTED", `connecting to ${formatAddress(address)} was given up`);
}
